"""The words and the links of a page, as they are stored."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from django.db.models import CharField, Field, TextField
from wagtail.fields import StreamField
from wagtail.models import Page

from core.models import SitePage

# Values that are no words. A number of another firm is given on purpose where there is a field.
_NO_WORDS = {"url", "phone"}


@dataclass(frozen=True)
class Link:
    """A link in rich text: to a page or a document by `key`, else to the address `href`."""

    words: str
    kind: str  # "page", "document" or "" for an address
    key: str
    href: str


def passages(page: SitePage) -> list[str]:
    """Return every text that its type has fields for, in order, rich text as HTML, without code.

    Titles, and what is written for search engines, are not among them: all pages have those.
    """
    return [text for field in own_fields(page) for text in _texts(page, field)]


def own_fields(page: SitePage) -> list[Field[Any, Any]]:
    """Return the fields that its type adds to those of every page."""
    return list(page._meta.local_concrete_fields)


def _texts(page: SitePage, field: Field[Any, Any]) -> Iterator[str]:
    value = getattr(page, field.attname)
    if isinstance(field, StreamField):
        for block in value.get_prep_value():
            if block["type"] != "code":
                yield from _words(block["value"])
    elif isinstance(field, (CharField, TextField)) and value:
        yield str(value)


def chosen_pages(page: SitePage) -> list[str]:
    """Return the key of each page that its blocks lead to, be it by a chooser or in rich text."""
    return [
        key
        for field in own_fields(page)
        if isinstance(field, StreamField)
        for model, key, *_ in field.extract_references(getattr(page, field.attname))
        if issubclass(model, Page)
    ]


def _words(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            # What is in a list is wrapped since an editor saved it: {"type", "value", "id"}.
            yield from _words(item.get("value", item) if isinstance(item, dict) else item)
    elif isinstance(value, dict):
        for name, part in value.items():
            if name not in _NO_WORDS:
                yield from _words(part)


def links(html: str) -> list[Link]:
    """Return the links of a rich text in order."""
    return _Links(html).found


class _Links(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[Link] = []
        self._open: dict[str, str | None] | None = None
        self._words = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self._open, self._words = dict(attrs), ""

    def handle_data(self, data: str) -> None:
        self._words += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._open is not None:
            given = {name: value or "" for name, value in self._open.items()}
            self.found.append(
                Link(
                    words=" ".join(self._words.split()),
                    kind=given.get("linktype", ""),
                    key=given.get("id", ""),
                    href=given.get("href", ""),
                )
            )
            self._open = None
