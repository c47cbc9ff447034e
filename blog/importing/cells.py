"""The cells of a column or table row that a PDF let fall into lines of text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from blog.importing.lines import Line

_CELL = re.compile(r"[^\W\d_][\w&'’-]*(?: [\w&'’-]+){0,2}")
_ENGLISH_FUNCTION_WORDS = """
a an and are as at be but by can do for from has have how i if in is it its my no not of on or
our so than that the their this to up was we what when where which who why will with you your
"""
_FUNCTION_WORDS = frozenset(_ENGLISH_FUNCTION_WORDS.split())
_COUNT = range(3, 9)
_LONGEST = 60  # characters


def row_of_cells(line: Line, *, announced: bool) -> tuple[str, ...]:
    """The cells of a flattened row, or none.

    Wide gaps part cells for sure. Three to eight capitalised words count as one cell each only
    when a sentence that announces a list still waits for it: they might be a heading.
    """
    if len(line.cells) in _COUNT and all(_is_cell(cell) for cell in line.cells):
        return line.cells
    words = tuple(line.text.split(" ", _COUNT.stop))
    if announced and len(words) in _COUNT and all(_is_cell(word) for word in words):
        return words
    return ()


def cells_below_each_other(lines: Sequence[Line], index: int) -> tuple[str, ...]:
    """Three to eight cells of one or two words on a line each from `index` on, or none."""
    cells: list[str] = []
    for line in lines[index : index + _COUNT.stop]:
        if not _is_cell(line.text) or len(line.text.split()) > 2:
            break
        cells.append(line.text)
    # A longer last one heads the text below it.
    if len(cells) > _COUNT.start and _most_words(cells[:-1]) < _most_words(cells[-1:]):
        cells.pop()
    return tuple(cells) if len(cells) in _COUNT else ()


def _most_words(cells: Sequence[str]) -> int:
    return max(len(cell.split()) for cell in cells)


def _is_cell(text: str) -> bool:
    if len(text) > _LONGEST or not text[:1].isupper() or _CELL.fullmatch(text) is None:
        return False
    return not any(word.lower() in _FUNCTION_WORDS for word in text.split())
