"""What the templates of every page use: navigation, drawings, and texts that name the firm."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from typing import Any

from django import template
from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Page, Site
from wagtail.rich_text import expand_db_html

from core import blocks as invitations
from core import drawing as drawings
from core.marking import highlight
from core.models import SiteSettings
from core.pagecache.memory import remembered
from core.texts import fill

register = template.Library()

PRIVACY_SLUG = "privacy"
ACCESSIBILITY_SLUG = "accessibility"
_LINK_OR_TAG = re.compile(r"(<a\b.*?</a>|<[^>]*>)", re.DOTALL)


@dataclass(frozen=True)
class Entry:
    """A place in the navigation. `current` is "page" on it, "true" below it, else empty."""

    title: str
    url: str
    current: str = ""


@dataclass(frozen=True)
class Navigation:
    """The first level of the site, and the pages that are linked for what they are for."""

    home: str
    entries: list[Entry]
    quiz: Page | None
    contact: Page | None
    privacy: str
    accessibility: str = ""


@register.filter
def has_session(request: HttpRequest) -> bool:
    """Tell whether the browser sent a session's cookie: only people who log in have one."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES


@register.simple_tag(takes_context=True)
def navigation(context: dict[str, Any]) -> Navigation:
    """Return what every page links to, as far as it is live. One query for all of it."""
    request = context["request"]
    site = Site.find_for_request(request)
    if site is None:
        return Navigation(home="/", entries=[], quiz=None, contact=None, privacy="")
    firm = SiteSettings.for_request(request)
    pages = remembered(request, "navigation", partial(_linked_everywhere, site, firm))
    quiz = next((page for page in pages if page.pk == firm.default_quiz_id), None)
    contact = next((page for page in pages if page.pk == firm.contact_page_id), None)
    by_slug = {page.slug: page.get_url(request) for page in pages}
    listed = [page for page in pages if page.show_in_menus and page != quiz]
    return Navigation(
        home=site.root_page.get_url(request),
        entries=[_entry(page.title, page.get_url(request), request, firm) for page in listed],
        quiz=quiz,
        contact=contact,
        privacy=by_slug.get(PRIVACY_SLUG, ""),
        accessibility=by_slug.get(ACCESSIBILITY_SLUG, ""),
    )


def _linked_everywhere(site: Site, firm: SiteSettings) -> list[Page]:
    wanted = Q(show_in_menus=True) | Q(slug__in=[PRIVACY_SLUG, ACCESSIBILITY_SLUG])
    below = Page.objects.all().child_of_q(site.root_page)
    chosen = Q(pk__in=[firm.default_quiz_id, firm.contact_page_id])
    return list(Page.objects.live().filter((below & wanted) | chosen))


def _entry(title: str, url: str, request: HttpRequest, firm: SiteSettings) -> Entry:
    return Entry(_short(title, firm), url, _current(request.path, url))


def _short(title: str, firm: SiteSettings) -> str:
    """Leave the firm's name out at a title's end: "About" is enough beside its own name."""
    return fill(title.removesuffix("{firm_name}").strip() or title, firm)


def _current(path: str, url: str) -> str:
    if path == url:
        return "page"
    return "true" if path.startswith(url) else ""


@register.simple_tag
def drawing(title: str, topic: object = "", *, part: str = "") -> SafeString:
    """Return the line drawing of a title and its topic as SVG.

    `part="detail"` shows the middle of it, larger: for small pictures.
    """
    made = drawings.draw(f"{topic} {title}".strip())
    width, height = drawings.WIDTH, drawings.HEIGHT
    box = f"0 0 {width} {height}"
    if part == "detail":
        box = f"{width // 6} {height // 6} {width * 2 // 3} {height * 2 // 3}"
    return format_html(
        '<svg class="drawing" viewBox="{}" preserveAspectRatio="xMidYMid slice" aria-hidden="true"'
        ' focusable="false"><path d="{}"/><path class="drawing-accent" d="{}"/></svg>',
        box,
        made.ink,
        made.accent,
    )


@register.simple_tag(takes_context=True)
def words(context: dict[str, Any], text: str) -> SafeString:
    """Fill {firm_name} and {phone} in, and make every mention of the firm's number a link."""
    firm = SiteSettings.for_request(context["request"])
    filled = conditional_escape(fill(text, firm))
    number = conditional_escape(firm.phone)
    link = format_html('<a class="number" href="{}">{}</a>', firm.phone_uri, firm.phone)
    parts = _LINK_OR_TAG.split(filled)
    parts[::2] = [part.replace(number, link) for part in parts[::2]]
    return mark_safe("".join(parts))  # noqa: S308  every part was escaped above


@register.simple_tag
def first_shown(offered: list[Any], quiz: Page | None) -> Any:
    """Return the first of several streams of invitations that shows anything; None if none does."""
    return invitations.first_shown(offered, has_quiz=quiz is not None)


@register.filter
def links_resolved(text: str) -> SafeString:
    """Turn the stored form of links into addresses: for all texts of a page in two queries."""
    expanded: str = expand_db_html(text)
    return mark_safe(expanded)  # noqa: S308  rendered by templates, which escaped it


@register.simple_tag
def highlighted(text: str, words: list[str] | str) -> SafeString:
    """Mark `words`, if there are any, in a text, which is escaped."""
    return highlight(text, list(words or []))
