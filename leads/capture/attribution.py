"""What led a visitor to a form, without a cookie: the link they took, what the browser tells.

Whoever made a link may have written anything into it: what is read here is cut, cleaned, shown as
text and never believed.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote

from django.http import HttpRequest, QueryDict
from wagtail.models import Page, Site

from leads.capture.campaigns import LONGEST, levelled, marks_in
from leads.capture.cleaning import one_line
from leads.capture.origin import address_of

_MOST_QUERY = 4000  # characters
_CTA = re.compile(r"[a-z][a-z-]{0,39}")


def attribution_of(request: HttpRequest) -> dict[str, Any]:
    """Return what the address and the Referer of this page view say.

    Keys, each only where known: `article` (title), `article_url`, `article_id`, `cta` (the kind of
    link that was pressed) and those of `touch_of`.
    """
    found: dict[str, Any] = touch_of(request)
    if _CTA.fullmatch(request.GET.get("cta", "")):
        found["cta"] = request.GET["cta"]
    referer = address_of(request.headers.get("Referer", ""))
    article = _named_article(request) or _referring_article(request, referer.netloc, referer.path)
    url = article.get_url(request) if article is not None else None
    if article is not None and url:  # a page outside every site has no address
        found["article"] = article.title
        found["article_id"] = article.pk
        found["article_url"] = request.build_absolute_uri(url)
    return found


def touch_of(request: HttpRequest) -> dict[str, str]:
    """Return by what campaign or from what other site the visitor came; {} where neither is told.

    Keys, each only where known: a campaign's `utm_…` and click ids as they came; `source`, `medium`
    and `campaign` levelled; `referer` (another site's address without its query, which may be
    personal); `landing` (the path of the page of ours that they came to first).
    """
    referer = address_of(request.headers.get("Referer", ""))
    within = referer.netloc == request.get_host()
    asked = request.GET.dict()
    before = QueryDict(referer.query[:_MOST_QUERY]).dict() if within else {}
    here = marks_in(asked)
    marks = here or marks_in(before)
    found: dict[str, str] = dict(marks)
    host = "" if within else referer.netloc
    if host:
        found["referer"] = one_line(f"{referer.scheme}://{host}{referer.path}")[:LONGEST]
    found |= levelled(marks, host)
    if found:
        first = asked if here or host else before
        found["landing"] = _landing(first, request.path if here or host else referer.path)
    return found


def with_last(first: dict[str, Any], request: HttpRequest) -> dict[str, Any]:
    """Return what led somebody here at `first`, and as `last` what did this time, if it differs."""
    now = touch_of(request)
    known = {name: first.get(name) for name in now}
    return {**first, "last": now} if now and now != known else first


def _landing(asked: dict[str, str], path: str) -> str:
    """The path that a script of ours has carried along, or this one."""
    carried = one_line(asked.get("landing", ""))
    landing = carried if carried.startswith("/") and not carried.startswith("//") else path
    return landing[:LONGEST]


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
