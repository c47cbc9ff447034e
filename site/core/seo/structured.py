"""The JSON-LD of a page: one graph of schema.org nodes that name each other (https://schema.org).

What is not known is left out. Nothing here is made up for the sake of a validator.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Page, Site

from core.models import SiteSettings
from core.seo.addresses import absolute, path_of
from core.seo.blocks import Node, known
from core.seo.firm import LANGUAGE, firm_id, firm_node
from core.texts import fill

# As text inside <script>, these could end the element or begin a comment (HTML §4.12.1.3).
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@dataclass(frozen=True)
class Facts:
    """What a page's nodes refer to: who publishes it, where it is, and how it looks when shared."""

    firm: SiteSettings
    url: str
    title: str
    description: str
    image: str

    @property
    def publisher(self) -> Node:
        return {"@id": firm_id()}

    @property
    def webpage(self) -> Node:
        return {"@id": f"{self.url}#page"}


def script(nodes: list[Node]) -> SafeString:
    """Return a `<script>` that holds the nodes; no text in them can end it."""
    graph = {"@context": "https://schema.org", "@graph": nodes}
    text = json.dumps(graph, ensure_ascii=False).translate(_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308  escaped


def graph(page: Page, request: HttpRequest, facts: Facts) -> list[Node]:
    """Return all nodes of a page: the firm, the site, the page, the way to it, and its own."""
    trail = breadcrumbs(page, request, facts)
    own = page.structured(facts) if hasattr(page, "structured") else []
    nodes = [firm_node(facts.firm), site_node(page, facts), page_node(page, facts, bool(trail))]
    return [*nodes, *([trail] if trail else []), *own]


def site_node(page: Page, facts: Facts) -> Node:
    """Return the site, with how to search it on pages that know where that is."""
    search = getattr(page, "search_path", "")
    action = {
        "@type": "SearchAction",
        "target": {
            "@type": "EntryPoint",
            "urlTemplate": f"{absolute(search)}?q={{search_term_string}}",
        },
        "query-input": "required name=search_term_string",
    }
    return known(
        {
            "@type": "WebSite",
            "@id": absolute("/#site"),
            "url": absolute("/"),
            "name": facts.firm.firm_name,
            "inLanguage": LANGUAGE,
            "publisher": facts.publisher,
            "potentialAction": action if search else None,
        }
    )


def page_node(page: Page, facts: Facts, has_trail: bool) -> Node:
    """Return the page itself."""
    return known(
        {
            "@type": getattr(page, "schema_type", "WebPage"),
            **facts.webpage,
            "url": facts.url,
            "name": facts.title,
            "description": facts.description,
            "inLanguage": LANGUAGE,
            "isPartOf": {"@id": absolute("/#site")},
            "about": facts.publisher if page.depth == 2 else None,
            "breadcrumb": {"@id": f"{facts.url}#breadcrumbs"} if has_trail else None,
            "primaryImageOfPage": _image(facts.image),
            "datePublished": moment(page.first_published_at),
            "dateModified": moment(page.last_published_at),
        }
    )


def _image(url: str) -> Node:
    return {"@type": "ImageObject", "url": url, "contentUrl": url} if url else {}


def moment(when: datetime | None) -> str:
    """Return a time with its zone, as schema.org and Open Graph want it; "" for none."""
    return timezone.localtime(when).isoformat(timespec="seconds") if when else ""


def breadcrumbs(page: Page, request: HttpRequest, facts: Facts) -> Node:
    """Return the way from the first page to this one; empty on the first page itself."""
    way = _way(page, request)
    if len(way) < 2:
        return {}
    return {
        "@type": "BreadcrumbList",
        "@id": f"{facts.url}#breadcrumbs",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": fill(each.title, facts.firm),
                "item": absolute(quote(path_of(each, request), safe="/%")),
            }
            for position, each in enumerate(way, start=1)
        ],
    }


def _way(page: Page, request: HttpRequest) -> list[Page]:
    """Return the pages from the first one of the site down to this one."""
    site = Site.find_for_request(request)
    way, each = [page], page
    while site is not None and each.depth > site.root_page.depth + 1:
        each = each.get_parent()
        way.insert(0, each)
    if site is not None and each.pk != site.root_page.pk:
        way.insert(0, site.root_page)
    return way


def person(name: str, **details: Any) -> Node:
    """Return somebody who writes here, with what is known of them."""
    return known({"@type": "Person", "name": name, **details})
