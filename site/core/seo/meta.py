"""What stands in a page's head for machines, gathered once for the template and the JSON-LD."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.text import Truncator
from wagtail.models import Page

from core.models import SiteSettings
from core.seo import social
from core.seo.addresses import absolute, canonical, path_of, twin_of
from core.seo.images import social_rendition
from core.seo.structured import Facts, moment
from core.texts import fill

DESCRIPTION_LENGTH = 200  # characters; search engines cut what is longer
# Lists that were narrowed by a reader: their results are no pages of their own.
NARROWING = {"q", "topic", "author", "sort", "tag"}
NOINDEX = "noindex, follow"
INDEX = "index, follow, max-image-preview:large"


@dataclass(frozen=True)
class Meta:
    """`facts` is empty for what is no page, such as a list made by a view."""

    title: str
    description: str
    url: str
    robots: str
    facts: Facts | None = None
    twin: str = ""
    kind: str = "website"
    image: str = ""
    image_type: str = ""
    published: str = ""
    modified: str = ""


def describe(page: Any, request: HttpRequest) -> Meta:
    """Return what machines are told about a page; `page` may be None."""
    firm = SiteSettings.for_request(request)
    url = canonical(page, request)
    if not isinstance(page, Page) or page.pk is None:
        return Meta(firm.firm_name, firm.firm_name, url, robots(request))
    title = fill(getattr(page, "html_title", page.title), firm)
    description = description_of(page, firm)
    image, image_type = _image(page, firm)
    kind = getattr(page, "link_type", "website")
    published, modified = page.first_published_at, page.last_published_at
    return Meta(
        title=title,
        description=description,
        url=url,
        robots=robots(request),
        facts=Facts(firm, url, title, description, image),
        twin=twin_of(path_of(page, request)),
        kind=kind,
        image=image,
        image_type=image_type,
        published=moment(published) if kind == "article" else "",
        modified=moment(modified) if kind == "article" else "",
    )


def description_of(page: Any, firm: SiteSettings) -> str:
    """Return a page's description, or its title, with the firm's name filled in."""
    text = getattr(page, "description", "") or page.search_description or page.title
    whole = " ".join(fill(text, firm).split())
    return str(Truncator(whole).chars(DESCRIPTION_LENGTH))


def robots(request: HttpRequest) -> str:
    """Return what search engines may do with what was asked for."""
    if settings.ROBOTS == "deny":
        return "noindex, nofollow"
    return NOINDEX if NARROWING & request.GET.keys() else INDEX


def _image(page: Any, firm: SiteSettings) -> tuple[str, str]:
    """Return the picture for shared links and its media type. An editor's own goes before ours."""
    for own in (getattr(page, "social_image", None), firm.social_image):
        rendition = social_rendition(own)
        if rendition is not None:
            return absolute(rendition.url), "image/jpeg"
    path = social.address(page, firm)
    return (absolute(path), "image/png") if path else ("", "")
