"""The brief's HTML for CRMs that take none: as plain text, or as Markdown that shows the same."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

_MARKS = re.compile(r"([\\`*_\[\]<>#!~|])")
_PLAIN_LINK = re.compile(r"https?://[A-Za-z0-9.:/?&=%+_~-]+")
_BLOCKS = {"p": "\n", "h3": "\n", "ol": "\n", "ul": "\n", "li": "\n", "br": "\n"}
_PARAGRAPHS = frozenset({"p", "h3"})  # parted by an empty line where a single break means nothing


def as_text(html: str) -> str:
    """Return what a reader of the HTML sees, line by line."""
    return _converted(html, markdown=False)


def as_markdown(html: str) -> str:
    """Return Markdown in which nothing that a visitor typed means anything."""
    return _converted(html, markdown=True)


def _converted(html: str, *, markdown: bool) -> str:
    parser = _Converter(markdown=markdown)
    parser.feed(html)
    parser.close()
    most = "\n\n" if markdown else "\n"
    return re.sub(rf"{most}\n+", most, "".join(parser.pieces)).strip()


class _Converter(HTMLParser):
    """Knows the few tags that `brief` writes."""

    def __init__(self, *, markdown: bool) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self._markdown = markdown
        self._numbers: list[int | None] = []  # one a list that is open; None: not numbered

    def handle_starttag(self, tag: str, attrs: Any) -> None:  # noqa: ARG002
        self.pieces.append(_BLOCKS.get(tag, ""))
        if tag in _PARAGRAPHS:
            self.pieces.append("\n")
        match tag:
            case "ol" | "ul":
                self._numbers.append(0 if tag == "ol" else None)
            case "li":
                self.pieces.append(self._item())
            case "h3" if self._markdown:
                self.pieces.append("### ")
            case "strong" if self._markdown:
                self.pieces.append("**")

    def handle_endtag(self, tag: str) -> None:
        if tag == "strong" and self._markdown:
            self.pieces.append("**")
        elif tag in {"ol", "ul"}:
            self._numbers.pop()
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        is_text = not self._markdown or _PLAIN_LINK.fullmatch(data)
        self.pieces.append(data if is_text else _MARKS.sub(r"\\\1", data))

    def _item(self) -> str:
        if not self._numbers or self._numbers[-1] is None:
            return "- "
        self._numbers[-1] += 1
        return f"{self._numbers[-1]}. "
