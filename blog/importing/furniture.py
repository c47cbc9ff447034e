"""Page numbers and running headers or footers: what a page repeats and an article does not want."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from blog.importing.lines import Line, after_removal
from blog.importing.sentences import ends_sentence, starts_lower

_NUMBER = re.compile(
    r"(?:[-–—|] ?)?(?P<word>page )?(?P<number>\d{1,4})(?: ?(?:of|/) ?\d{1,4})?(?: ?[-–—|])?",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\bpage \d", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
_LONGEST = 100  # characters of a footer


def without_furniture(lines: Sequence[Line]) -> tuple[list[Line], list[str]]:
    """Leave out what pages repeat, and say what was left out.

    A page number says "page", stands at a page break, or is one of a rising row of bare numbers.
    A footer comes twice or more and shows that it belongs to pages: it stands beside a page number
    or a page break, counts pages, or interrupts a sentence. A repeated heading shows none of that.
    """
    numbers = _page_numbers(lines)
    gone = numbers | _footers(lines, numbers)
    return _remaining(lines, gone), _notes([lines[index].text for index in sorted(gone)])


def _page_numbers(lines: Sequence[Line]) -> set[int]:
    sure: set[int] = set()
    bare: list[tuple[int, int]] = []
    for index, line in enumerate(lines):
        match = _NUMBER.fullmatch(line.text) if len(line.text) <= _LONGEST else None
        if match is None:
            continue
        bare.append((index, int(match["number"])))
        if match["word"] or _at_page_break(lines, index):
            sure.add(index)
    values = [value for _, value in bare]
    if len(values) > 1 and all(a < b for a, b in pairwise(values)):
        sure.update(index for index, _ in bare)
    return sure


def _footers(lines: Sequence[Line], numbers: set[int]) -> set[int]:
    masked = {
        index: _DIGITS.sub("#", line.text.casefold())
        for index, line in enumerate(lines)
        if len(line.text) <= _LONGEST and " " in line.text and index not in numbers
    }
    counts = Counter(masked.values())
    repeated = {index: mask for index, mask in masked.items() if counts[mask] > 1}
    proven = {mask for index, mask in repeated.items() if _belongs_to_pages(lines, index, numbers)}
    return {index for index, mask in repeated.items() if mask in proven}


def _belongs_to_pages(lines: Sequence[Line], index: int, numbers: set[int]) -> bool:
    return (
        bool(numbers & {index - 1, index + 1})
        or _at_page_break(lines, index)
        or _NUMBERED.search(lines[index].text) is not None
        or _interrupts(lines, index)
    )


def _at_page_break(lines: Sequence[Line], index: int) -> bool:
    return lines[index].page or (index + 1 < len(lines) and lines[index + 1].page)


def _interrupts(lines: Sequence[Line], index: int) -> bool:
    if not 0 < index < len(lines) - 1 or starts_lower(lines[index].text):
        return False
    return not ends_sentence(lines[index - 1].text) and starts_lower(lines[index + 1].text)


def _remaining(lines: Sequence[Line], gone: set[int]) -> list[Line]:
    kept: list[Line] = []
    removed: Line | None = None
    for index, line in enumerate(lines):
        if index in gone:
            removed = line if removed is None else after_removal(line, removed)
            continue
        kept.append(line if removed is None else after_removal(line, removed))
        removed = None
    return kept


def _notes(texts: Sequence[str]) -> list[str]:
    return [
        f"“{text}” was left out {count} time{'s' if count > 1 else ''}: it belongs to the page,"
        " not to the article."
        for text, count in Counter(texts).items()
    ]
