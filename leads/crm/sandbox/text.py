"""HTML that was sent as a text that can be shown: practice data is never let into a page."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

BREAKS = frozenset({"br", "p", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "tr", "dt", "dd"})


class _Text(HTMLParser):
    """Keeps what a reader would see, and a line break where the markup makes one."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:  # noqa: ARG002
        if tag in BREAKS:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in BREAKS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)


def as_text(markup: str) -> str:
    """Return the text of a note's HTML with its line breaks. The result still wants escaping."""
    parser = _Text()
    parser.feed(markup)
    parser.close()
    lines = [line.strip() for line in "".join(parser.pieces).splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
