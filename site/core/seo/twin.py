"""Every public page as Markdown: at its own address with `.md`, or to whoever asks by `Accept`.

The page's own template is rendered and its `<main>` translated, so that whatever a page type or a
block shows to readers, machines can read too, without a second description of it.

A cache that stands before the site may keep pages without looking at `Accept`: what was asked for
by name alone (`.md`) may be kept, what was asked for by `Accept` may not, and only the latter says
`Vary`. Otherwise a page would be kept once for every browser's own list of types.
"""

from __future__ import annotations

import copy
import re
from typing import Any
from urllib.parse import urlsplit

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.template.response import SimpleTemplateResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe
from wagtail.contrib.redirects.middleware import get_redirect
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page
from wagtail.views import serve

from core.hours import DAYS, clock
from core.models import SitePage, SiteSettings
from core.seo.addresses import absolute, asked_for, canonical, page_of, path_of, twin_of
from core.seo.markdown import escape, to_markdown
from core.seo.meta import description_of
from core.texts import fill

TYPE = "text/markdown"
_CONTENT_TYPE = f"{TYPE}; charset=utf-8"
_OFFERED = ["text/html", TYPE]
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_FOR_TEXT = "_is_read_for_its_text"


def wants_markdown(request: HttpRequest) -> bool:
    """Tell whether a request prefers Markdown to HTML. A browser never does."""
    accept = request.headers.get("Accept", "")
    return TYPE in accept.lower() and request.get_preferred_type(_OFFERED) == TYPE


@require_safe
def twin(request: HttpRequest, path: str) -> HttpResponse:
    """Answer with the Markdown of the page that `path` without `.md` belongs to.

    Where a page has moved, so has its Markdown.
    """
    try:
        return _translated(request, page_of(f"/{path}"))
    except Http404:
        moved = _moved(request, page_of(f"/{path}"))
        if moved is None:
            raise
        return moved


def serve_by_accept(request: HttpRequest) -> HttpResponse:
    """Answer with the Markdown of the page at the request's own address."""
    response = _translated(request, request.path)
    patch_vary_headers(response, ["Accept"])
    response["Cache-Control"] = "private, no-store"
    response["Content-Location"] = twin_of(asked_for(request))
    return response


def _moved(request: HttpRequest, path: str) -> HttpResponse | None:
    """Return where the page that was at `path` is said to be now; None if nobody says so."""
    redirect = get_redirect(request, Redirect.normalise_path(path, decode_unicode=False))
    link = redirect.link if redirect is not None else None
    if link is None:
        return None
    parts = urlsplit(link)
    is_ours = bool(redirect.redirect_page_id) or not parts.netloc
    target = twin_of(parts.path) if is_ours and not parts.query else link
    kind = HttpResponsePermanentRedirect if redirect.is_permanent else HttpResponseRedirect
    return kind(target)


def is_for_text(request: HttpRequest) -> bool:
    """Tell whether a page is served here, to be translated, rather than to a reader."""
    return hasattr(request, _FOR_TEXT)


def admit(request: HttpRequest, page: Page) -> None:
    """Note the page that is to be translated. Raises Http404 unless anybody may read it."""
    if not isinstance(page, SitePage) or page.get_view_restrictions():
        raise Http404
    setattr(request, _FOR_TEXT, page)


def _translated(request: HttpRequest, path: str) -> HttpResponse:
    inner = _as_reader(request, path)
    response = serve(inner, path.lstrip("/"))
    page = getattr(inner, _FOR_TEXT)
    if isinstance(response, SimpleTemplateResponse):
        response.render()
    if page is None or response.status_code != 200:
        raise Http404
    text = _document(page, inner, response.content.decode())
    link = f'<{canonical(page, inner)}>; rel="canonical"'
    return HttpResponse(text, content_type=_CONTENT_TYPE, headers={"Link": link})


def _as_reader(request: HttpRequest, path: str) -> HttpRequest:
    """Return the request as a reader's browser would have made it for the page itself."""
    inner = copy.copy(request)
    inner.__dict__.pop("accepted_types", None)
    inner.META = {**request.META, "HTTP_ACCEPT": "text/html"}
    inner.__dict__.pop("headers", None)
    inner.path = inner.path_info = path
    inner.method = "GET"
    setattr(inner, _FOR_TEXT, None)
    return inner


def _document(page: Any, request: HttpRequest, html: str) -> str:
    firm = SiteSettings.for_request(request)
    url = absolute(path_of(page, request))
    title, text = to_markdown(html, url)
    heading = escape(title or fill(page.title, firm))
    description = escape(description_of(page, firm))
    is_said = description.removesuffix("…") in _LINK.sub(r"\1", f"{heading}\n{text}")
    parts = [
        f"# {heading}",
        "" if is_said else f"> {description}",
        text,
        "---",
        _invitation(page, firm, request),
        f"Source: <{url}>",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _invitation(page: Any, firm: SiteSettings, request: HttpRequest) -> str:
    """Say how to go on: the quiz, naming this page, and the telephone."""
    ways = []
    if firm.quiz is not None and firm.quiz.pk != page.pk:
        quiz = f"{absolute(path_of(firm.quiz, request))}?from={page.pk}"
        ways.append(f"Take the quiz: [{escape(firm.quiz.title)}]({quiz})")
    ways.append(f"Talk to {escape(firm.firm_name)}: [{firm.phone}]({firm.phone_uri})")
    hours = [
        f"{', '.join(DAYS[day] for day in sorted(period.days))} {clock(period.opens)} to "
        f"{clock(period.closes)}"
        for period in firm.opening_hours.periods
        if period.days
    ]
    if hours:
        ways.append(f"We answer: {'; '.join(hours)}")
    return "\n\n".join(ways)
