"""Tables: two columns are a comparison, and what has more becomes lines of text."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from blog.importing.pieces import Piece

_CAPTION = 120
_TITLE, _CELL, _ROWS = 60, 200, 20  # what the block takes: characters, and lines
_COMPARED = "A table of two columns became a comparison."
_FLATTENED = "A table became one line for each row: look whether it still reads well."


def table(rows: Sequence[Sequence[str]], caption: str = "") -> tuple[Piece, str]:
    """Return the piece that plain cells make, the first row being titles, and what was decided."""
    compared = _comparison(rows, caption) if len(caption) <= _CAPTION else None
    if compared:
        return compared, _COMPARED
    return _lines([[caption], *rows]), _FLATTENED


def _comparison(rows: Sequence[Sequence[str]], caption: str) -> Piece | None:
    if not 2 <= len(rows) <= _ROWS + 1:
        return None
    for number, row in enumerate(rows):
        longest = _CELL if number else _TITLE
        if len(row) != 2 or not all(0 < len(cell) <= longest for cell in row):
            return None
    titles, *pairs = [(row[0], row[1]) for row in rows]
    words = " ".join(cell for row in rows for cell in row)
    return Piece("comparison", text=words, title=caption, items=titles, rows=tuple(pairs))


def _lines(rows: Sequence[Sequence[str]]) -> Piece:
    lines = [" – ".join(cell for cell in row if cell) for row in rows]
    shown = [line for line in lines if line]
    html = "".join(f"<p>{escape(line, quote=False)}</p>" for line in shown)
    return Piece("text", text=" ".join(shown), html=html)
