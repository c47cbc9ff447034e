"""Questions in Markdown: a bold line that ends with a question mark, and its answer below."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape

from django.utils.html import strip_tags

from blog.importing.pieces import Piece

_ASKED = re.compile(r"<p><strong>([^<]*\?\]?)</strong>\s+(.+)</p>", re.DOTALL)


def gathered(pieces: Iterable[Piece]) -> list[Piece]:
    """Return the pieces with each run of questions and answers made one list of questions."""
    found: list[Piece] = []
    for piece in pieces:
        row = _question(piece)
        if row is None:
            found.append(piece)
        elif found and found[-1].kind == "faq":
            found[-1] = _faq((*found[-1].rows, row))
        else:
            found.append(_faq((row,)))
    return found


def _question(piece: Piece) -> tuple[str, str] | None:
    match = _ASKED.fullmatch(piece.html) if piece.kind == "text" else None
    return (unescape(match[1]), f"<p>{match[2]}</p>") if match else None


def _faq(rows: tuple[tuple[str, str], ...]) -> Piece:
    words = " ".join(f"{asked} {unescape(strip_tags(answer))}" for asked, answer in rows)
    return Piece("faq", text=words, rows=rows)
