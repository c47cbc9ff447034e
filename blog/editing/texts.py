"""The words and the links of an article, as they are stored."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from blog.models import ArticlePage

# Values that are no words. A number of another firm is given on purpose where there is a field.
_NO_WORDS = {"url", "phone"}


@dataclass(frozen=True)
class Link:
    """A link in rich text: to a page or a document by `key`, else to the address `href`."""

    words: str
    kind: str  # "page", "document" or "" for an address
    key: str
    href: str


def passages(article: ArticlePage) -> list[str]:
    """Return every text of an article's blocks in order, rich text as HTML. Code is left out."""
    blocks = article.body.get_prep_value()
    return [text for block in blocks if block["type"] != "code" for text in _words(block["value"])]


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
