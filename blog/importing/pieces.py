"""What a reader of documents hands on: a title, the pieces in order, and what it decided."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape
from typing import Literal

Kind = Literal[
    "heading",
    "text",
    "list",
    "callout",
    "words",
    "comparison",
    "faq",
    "code",
    "video",
    "call",
    "image",
]

_ADDRESS = re.compile(r"https?://[^\s<>\"]+")
_NOT_OF_THE_ADDRESS = ".,;:!?)]}'’”»"
_MOST_WORDS_IN_A_CELL = 2


@dataclass(frozen=True)
class Picture:
    """An image that came inside the file. `alt` is what the file says it shows, or ""."""

    data: bytes = field(repr=False)
    suffix: str
    alt: str = ""
    caption: str = ""


@dataclass(frozen=True)
class Piece:
    """One part of an article.

    `text` is always plain and unescaped. `html` is escaped and ready for a rich-text field: it is
    filled for "text", "list" and "callout". `items` holds the plain items of "list" and "words" and
    the titles of the two columns of "comparison"; `rows` the pairs below them, or each question of
    "faq" and its answer as HTML.
    `title` is the heading of a callout, the list or the video; `phone` is E.164.
    """

    kind: Kind
    text: str = ""
    html: str = ""
    items: tuple[str, ...] = ()
    rows: tuple[tuple[str, str], ...] = ()
    url: str = ""
    title: str = ""
    phone: str = ""
    picture: Picture | None = None  # of "image", and of nothing else


@dataclass
class Document:
    """A document as it was understood; `notes` says in one sentence each what was decided."""

    title: str = ""
    pieces: list[Piece] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def leave_out_pictures(self, why: str) -> None:
        """Take all images out, and note how many and `why`."""
        kept = [piece for piece in self.pieces if piece.picture is None]
        if left := len(self.pieces) - len(kept):
            self.pieces = kept
            self.notes.append(f"Images left out: {left}, for {why}.")


def linked(text: str) -> str:
    """Escape plain text for HTML and make its web addresses links."""
    parts: list[str] = []
    start = 0
    for found in _ADDRESS.finditer(text):
        url = found.group().rstrip(_NOT_OF_THE_ADDRESS)
        parts.append(escape(text[start : found.start()], quote=False))
        parts.append(f'<a href="{escape(url)}">{escape(url, quote=False)}</a>')
        start = found.start() + len(url)
    parts.append(escape(text[start:], quote=False))
    return "".join(parts)


def paragraph(text: str) -> Piece:
    """A "text" piece of one paragraph, from plain text."""
    return Piece("text", text=text, html=f"<p>{linked(text)}</p>")


def listing(items: tuple[str, ...], *, ordered: bool) -> Piece:
    """A "list" piece, or a "words" piece when its plain items are few and short.

    Short means three to eight unnumbered items of at most two words each.
    """
    if not ordered and are_words(items):
        return Piece("words", items=items)
    tag = "ol" if ordered else "ul"
    inner = "".join(f"<li>{linked(item)}</li>" for item in items)
    return Piece("list", html=f"<{tag}>{inner}</{tag}>", items=items)


def are_words(items: tuple[str, ...]) -> bool:
    """Whether items read as a row of key words rather than as a list of sentences."""
    return 3 <= len(items) <= 8 and all(
        0 < len(item.split()) <= _MOST_WORDS_IN_A_CELL for item in items
    )
