"""`{% machines %}`: what a page's head says to search engines, link previews and feed readers."""

from __future__ import annotations

from typing import Any

from django import template

from core.models import SitePage
from core.seo.images import HEIGHT, WIDTH
from core.seo.meta import describe
from core.seo.structured import graph, script

register = template.Library()


@register.inclusion_tag("core/seo/head.html", takes_context=True)
def machines(context: dict[str, Any]) -> dict[str, Any]:
    """Return what the head says of the page in the context, or of what has no page."""
    request = context["request"]
    page: Any = context.get("page")
    if isinstance(page, SitePage):
        page.read_pictures()
    meta = describe(page, request)
    nodes = graph(page, request, meta.facts) if page is not None and meta.facts else []
    return {
        "meta": meta,
        "own_feed": page.feed_path(request) if hasattr(page, "feed_path") else "",
        "graph": script(nodes) if nodes else "",
        "firm_name": meta.facts.firm.firm_name if meta.facts else meta.title,
        "width": WIDTH,
        "height": HEIGHT,
    }
