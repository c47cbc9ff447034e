"""Lines of pasted text: cleaned, measured, and joined again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from blog.importing.sentences import ends_sentence, starts_lower

_BREAKS = re.compile(r"\r\n|[\r\x0b\x85\u2028\u2029]")
_UNPRINTABLE = {
    code: None for code in [*range(0x20), *range(0x7F, 0xA0), 0xFEFF] if code not in (9, 10, 12)
}
_BLANKS = re.compile(r"[ \t]+")
_CELL_GAP = re.compile(r"[ \t]{2,}|\t")
_WORD = re.compile(r"\w+(?:-\w+)*")
_HYPHENS = ("-", "\u2010", "\u00ad")
_SOFT_HYPHEN = "\u00ad"
# First halves that keep their hyphen when nothing else in the text decides.
_ENGLISH_COMPOUNDS = """
self well non ex half high low long short cross full part on off in up two three four
"""
_COMPOUNDS = frozenset(_ENGLISH_COMPOUNDS.split())


@dataclass(frozen=True)
class Line:
    """One line that holds something. `gap`: a blank line stood before; `page`: a page break did."""

    text: str
    cells: tuple[str, ...]
    gap: bool = False
    page: bool = False


def read_lines(text: str) -> list[Line]:
    """Split text into its non-empty lines; runs of blanks inside a line become one space."""
    lines: list[Line] = []
    gap = page = False
    cleaned = _BREAKS.sub("\n", text).translate(_UNPRINTABLE).replace("\f", "\n\f")
    for raw in cleaned.split("\n"):
        page = page or raw.startswith("\f")
        bare = raw.strip()
        if not bare:
            gap = True
            continue
        cells = tuple(_CELL_GAP.split(bare)) if "\t" in bare or "  " in bare else (bare,)
        lines.append(Line(_BLANKS.sub(" ", bare), cells, gap, page))
        gap = page = False
    return lines


@dataclass(frozen=True)
class Layout:
    """How a text was set. `spaced`: a blank line follows nearly every line and proves nothing;
    `parted`: blank lines part the paragraphs. Neither holds where there are none.

    `wrapped`: lines were broken at a width, so a line is not a paragraph. For each line, `narrow`
    and `wide` hold the length in characters of a full line around it: they differ where the column
    changes its width.
    """

    spaced: bool
    parted: bool
    wrapped: bool
    narrow: list[int]
    wide: list[int]


_WINDOW = 5  # neighbours on each side that show how wide the column is just here
_NARROWEST = 40  # characters; no column is narrower, so shorter lines say little
_UNWRAPPED = 100
_NEARLY_EVERY = 0.6
_SOME = 0.1


def measure(lines: Sequence[Line], is_prose: Sequence[bool]) -> Layout:
    """Find out how the text was set; lines that are no prose (items, addresses) do not count."""
    pairs = list(pairwise(lines))
    broken = sum(not ends_sentence(a.text) and starts_lower(b.text) for a, b in pairs)
    wrapped = broken > _SOME * len(pairs)
    gaps = sum(line.gap for line in lines[1:])
    spaced = gaps > _NEARLY_EVERY * len(pairs)
    floor = _NARROWEST if wrapped else _UNWRAPPED
    return Layout(spaced, gaps > 0 and not spaced, wrapped, *_widths(lines, is_prose, floor))


def _widths(
    lines: Sequence[Line], is_prose: Sequence[bool], floor: int
) -> tuple[list[int], list[int]]:
    lengths = [len(line.text) for line, prose in zip(lines, is_prose, strict=True) if prose]
    narrow: list[int] = []
    wide: list[int] = []
    position = 0
    for line, prose in zip(lines, is_prose, strict=True):
        before = lengths[max(0, position - _WINDOW) : position]
        after = lengths[position + prose : position + prose + _WINDOW]
        least = max(len(line.text), floor)
        sides = [max(side) for side in (before, after) if len(side) == _WINDOW]
        sides = sides or [max([*before, *after, 0])]
        narrow.append(max(least, min(sides)))
        wide.append(max(least, *sides))
        position += prose
    return narrow, wide


class Joiner:
    """Joins broken lines into running text, undoing hyphens at line ends."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self._known: set[str] | None = None
        self.rejoined: list[str] = []  # every word put together again, in the text's order

    def join(self, texts: Sequence[str]) -> str:
        """Put the lines of one paragraph behind each other."""
        parts: list[str] = []
        for text in texts:
            if not parts:
                parts.append(text)
            elif parts[-1].endswith(_HYPHENS) and _letter_before(parts[-1]) and starts_lower(text):
                parts[-1], rest = self._mend(parts[-1], text)
                parts.append(rest)
            elif parts[-1].endswith(("/", "—")) and _letter_before(parts[-1]):
                parts.append(text)
            else:
                parts.append(" " + text)
        return "".join(parts)

    def _mend(self, left: str, right: str) -> tuple[str, str]:
        head, mark = left[:-1], left[-1]
        start = head.rpartition(" ")[2]
        end = right.partition(" ")[0]
        if mark != _SOFT_HYPHEN and self._keeps_hyphen(start, end):
            return left, right
        self.rejoined.append((start + end).strip(".,;:!?()“”‘’"))
        return head, right

    def _keeps_hyphen(self, start: str, end: str) -> bool:
        first, second = _last_word(start), _first_word(end)
        known = self._vocabulary()
        if f"{first}-{second}" in known:
            return True
        if first + second in known:
            return False
        return "-" in start or first in _COMPOUNDS or (first in known and second in known)

    def _vocabulary(self) -> set[str]:
        if self._known is None:
            self._known = set()
            broken = False
            for line in self._lines:
                # Halves of broken words are no words: they would vouch for themselves.
                whole = line.text.partition(" ")[2] if broken else line.text
                broken = line.text.endswith(_HYPHENS)
                whole = whole.rpartition(" ")[0] if broken else whole
                self._known.update(_WORD.findall(whole.lower()))
        return self._known


def _letter_before(text: str) -> bool:
    return text[-2:-1].isalnum()


def _last_word(text: str) -> str:
    found: list[str] = _WORD.findall(text.lower())
    return found[-1] if found else ""


def _first_word(text: str) -> str:
    found = _WORD.search(text.lower())
    return found.group() if found else ""


def after_removal(line: Line, removed: Line) -> Line:
    """The line as it stands once the line before it was taken out."""
    return replace(line, gap=line.gap or removed.gap, page=line.page or removed.page)
