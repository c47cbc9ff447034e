"""`{% remembered "story" %} … {% endremembered %}`: a part of a page that readers share.

What stands in it must be the same whoever asks and whenever: no words on the opening hours.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from django import template
from django.template.base import NodeList, Parser, Token

from core.pagecache.memory import remembered as shared

register = template.Library()


class Remembered(template.Node):
    """A part of a page, by its name and the page's id."""

    def __init__(self, name: str, inside: NodeList) -> None:
        self.name = name
        self.nodelist = inside

    def render(self, context: Any) -> str:
        request, page = context.get("request"), context.get("page")
        make = partial(self.nodelist.render, context)
        if request is None or getattr(page, "pk", None) is None:
            return make()
        return shared(request, (self.name, page.pk), make)


@register.tag
def remembered(parser: Parser, token: Token) -> Remembered:
    """Read the tag; its one argument is the part's name, in quotes."""
    name = token.split_contents()[1].strip("\"'")
    inside = parser.parse(("endremembered",))
    parser.delete_first_token()
    return Remembered(name, inside)
