"""llms.txt: the site in one short text, for whoever reads Markdown rather than pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from wagtail.models import Site

from core.models import SiteSettings
from core.seo.addresses import absolute, path_of, twin_of
from core.seo.listing import public_pages
from core.seo.markdown import escape
from core.seo.meta import description_of
from core.texts import fill


def guide(request: HttpRequest) -> str:
    """Return the firm, its number, and its pages, those of a section under the section's title."""
    firm = SiteSettings.for_request(request)
    site = Site.find_for_request(request)
    pages: list[Any] = list(public_pages(request).specific())
    parts = [f"# {escape(firm.firm_name)}"]
    single = []
    for page in pages:
        if site is None or page.pk == site.root_page_id:
            parts.append(f"> {escape(description_of(page, firm))}")
        elif page.depth == site.root_page.depth + 1:
            inside = [each for each in pages if each.path.startswith(page.path)]
            if len(inside) > 1:
                parts.append(_section(escape(fill(page.title, firm)), inside, firm, request))
            else:
                single.append(page)
    if single:
        parts.append(_section("Pages", single, firm, request))
    return "\n\n".join([*parts, f"Telephone: {firm.phone}"]) + "\n"


def _section(title: str, pages: list[Any], firm: SiteSettings, request: HttpRequest) -> str:
    return "\n".join([f"## {title}", "", *_lines(pages, firm, request)])


def _lines(pages: list[Any], firm: SiteSettings, request: HttpRequest) -> Iterator[str]:
    for page in pages:
        twin = absolute(twin_of(path_of(page, request)))
        title = escape(fill(getattr(page, "html_title", page.title), firm))
        yield f"- [{title}]({twin}): {escape(description_of(page, firm))}"
