"""What led a visitor to a form, without a cookie: the link they took, what the browser tells."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from django.http import HttpRequest
from wagtail.models import Page, Site

from leads.capture.origin import address_of

CAMPAIGN_KEYS = ("utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content")
LONGEST = 200


def attribution_of(request: HttpRequest) -> dict[str, Any]:
    """Return what the address and the Referer of this page view say.

    Keys, each only where known: `article` (title), `article_url`, `article_id`, `referer` (another
    site's address without its query, which may be personal) and the campaign's `utm_…`.
    """
    found: dict[str, Any] = {
        key: request.GET[key][:LONGEST] for key in CAMPAIGN_KEYS if request.GET.get(key)
    }
    referer = address_of(request.headers.get("Referer", ""))
    if referer.netloc and referer.netloc != request.get_host():
        found["referer"] = f"{referer.scheme}://{referer.netloc}{referer.path}"[:LONGEST]
    article = _named_article(request) or _referring_article(request, referer.netloc, referer.path)
    url = article.get_url(request) if article is not None else None
    if article is not None and url:  # a page outside every site has no address
        found["article"] = article.title
        found["article_id"] = article.pk
        found["article_url"] = request.build_absolute_uri(url)
    return found


def _named_article(request: HttpRequest) -> Page | None:
    """The page that the link names, as in `?from=482`."""
    named = request.GET.get("from", "")
    if not (named.isascii() and named.isdecimal() and len(named) < 10):
        return None
    found: Page | None = Page.objects.live().public().filter(pk=int(named), depth__gt=2).first()
    return found


def _referring_article(request: HttpRequest, host: str, path: str) -> Page | None:
    """The page of ours that the visitor was on, where the link has lost its `?from=`."""
    site = Site.find_for_request(request)
    if host != request.get_host() or site is None:
        return None
    # Not Page.find_for_request: that one remembers the page which is being served.
    slugs = [part for part in unquote(path).split("/") if part]
    url_path = site.root_page.url_path + "".join(f"{slug}/" for slug in slugs)
    found: Page | None = Page.objects.live().public().filter(url_path=url_path).first()
    return found if slugs else None
