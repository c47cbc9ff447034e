"""llms.txt: the site in one short text, for whoever reads Markdown rather than pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.http import HttpRequest
from wagtail.models import Page, Site

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
    home = next((page for page in pages if site and page.pk == site.root_page_id), None)
    below = [page for page in pages if home is not None and page.depth > home.depth]
    heads = {page.path for page in below if _children(page, below)}
    single = [page for page in below if page.depth == home.depth + 1 and page.path not in heads]
    parts = [f"# {escape(firm.firm_name)}"]
    if home is not None:
        parts.append(f"> {escape(description_of(home, firm))}")
    parts.append(f"Telephone: {firm.phone}")
    for head in (page for page in below if page.path in heads and page.depth == home.depth + 1):
        inside = [page for page in below if page.path.startswith(head.path)]
        parts.append(_section(escape(fill(head.title, firm)), inside, firm, request))
    if single:
        parts.append(_section("Pages", single, firm, request))
    return "\n\n".join(parts) + "\n"


def _children(page: Page, pages: Iterable[Page]) -> list[Page]:
    return [each for each in pages if each.depth > page.depth and each.path.startswith(page.path)]


def _section(title: str, pages: list[Any], firm: SiteSettings, request: HttpRequest) -> str:
    return "\n".join([f"## {title}", "", *_lines(pages, firm, request)])


def _lines(pages: list[Any], firm: SiteSettings, request: HttpRequest) -> Iterator[str]:
    for page in pages:
        twin = absolute(twin_of(path_of(page, request)))
        title = escape(fill(getattr(page, "html_title", page.title), firm))
        yield f"- [{title}]({twin}): {escape(description_of(page, firm))}"
