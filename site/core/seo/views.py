"""The files that machines ask every site for, and the pictures of shared links."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe
from wagtail.models import Page

from core.models import SiteSettings
from core.seo import social
from core.seo.addresses import absolute, path_of
from core.seo.guide import guide
from core.seo.listing import public_pages
from core.seo.structured import moment

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
MOST_IN_SITEMAP = 50_000  # sitemaps.org
# No page of the site: a step of a quiz and a receipt belong to one visitor.
NOT_FOR_ROBOTS = ("/admin/", "/quiz/*/", "/thanks/")
FOR_EVER = "public, max-age=31536000, immutable"


@require_safe
def robots(_request: HttpRequest) -> HttpResponse:
    """Say what robots may fetch: nothing where ROBOTS=deny, as on a site under construction."""
    lines = ["User-agent: *"]
    if settings.ROBOTS == "deny":
        lines += ["Disallow: /"]
    else:
        lines += [f"Disallow: {path}" for path in NOT_FOR_ROBOTS]
        lines += ["", f"Sitemap: {absolute('/sitemap.xml')}"]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """List the pages that anybody may read, and when each of them last changed."""
    root = ElementTree.Element("urlset", xmlns=SITEMAP)
    for page in public_pages(request)[:MOST_IN_SITEMAP]:
        entry = ElementTree.SubElement(root, "url")
        ElementTree.SubElement(entry, "loc").text = absolute(path_of(page, request))
        if page.last_published_at:
            ElementTree.SubElement(entry, "lastmod").text = moment(page.last_published_at)
    text = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return HttpResponse(text, content_type="application/xml; charset=utf-8")


@require_safe
def llms(request: HttpRequest) -> HttpResponse:
    """Introduce the site to language models (https://llmstxt.org)."""
    return HttpResponse(guide(request), content_type="text/plain; charset=utf-8")


@require_safe
def social_image(request: HttpRequest, pk: int, digest: str) -> HttpResponseBase:
    """Answer with a page's picture. An older one's address leads to the one of today."""
    page: Any = Page.objects.live().public().filter(pk=pk).specific().first()
    if not hasattr(page, "drawn_from"):
        raise Http404
    firm = SiteSettings.for_request(request)
    if digest != social.digest(page, firm):
        return HttpResponseRedirect(social.address(page, firm))
    name = social.keep(page, firm)
    headers = {"Cache-Control": FOR_EVER}
    return FileResponse(default_storage.open(name), content_type="image/png", headers=headers)
