"""Groups the lines of pasted text into blocks: paragraphs, short runs, items, columns, videos.

One pass with one state; its rules lean on each other, so they stand in one place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from blog.importing.cells import cells_below_each_other, row_of_cells
from blog.importing.lines import Layout, Line, measure
from blog.importing.sentences import ends_sentence, leans_on, may_lean_on, sentences, starts_lower
from blog.importing.videos import video_address

BlockKind = Literal["text", "short", "item", "number", "column", "video"]

_BULLET = re.compile(r"(?P<mark>[•◦▪‣·●○■*–-]) ?(?P<rest>\S.*)")
_NUMBER = re.compile(r"\(?(?P<number>\d{1,2})[.)] (?P<rest>\S.*)")
_DASHES = frozenset("-–*")
_WATCHING = re.compile(
    r"\b(?:watch\w*|see|seen|find|found|view\w*|video\w*|film\w*|clip\w*|recording\w*)\b",
    re.IGNORECASE,
)
_SHORT = 0.75  # of the width: a line this short was broken on purpose
_HEADING_WORDS = 14
_HEADING_CHARACTERS = 200


@dataclass(frozen=True)
class Block:
    """Lines that belong together. `cells` for a column, `url` for a video."""

    kind: BlockKind
    lines: tuple[str, ...]
    cells: tuple[str, ...] = ()
    url: str = ""

    @property
    def announces(self) -> bool:
        """Whether the block is a sentence that something has to follow."""
        return self.kind == "text" and self.lines[-1].endswith(":")


def is_about_watching(block: Block) -> bool:
    """Whether the announcing sentence speaks of finding, watching or seeing something."""
    closing = sentences(" ".join(block.lines[-6:]))[-1]
    return _WATCHING.search(closing) is not None


def group(lines: Sequence[Line]) -> list[Block]:
    """Group lines into blocks, in the order of the file."""
    return _Grouper(lines).run()


class _Grouper:
    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self._videos = [video_address(line.text) for line in lines]
        prose = [
            not video and _BULLET.fullmatch(line.text) is None
            for line, video in zip(lines, self._videos, strict=True)
        ]
        self._layout: Layout = measure(lines, prose)
        self._has_video = any(self._videos)
        self._number = 0  # of the last numbered item
        self._waiting = 0  # announcements that no list has answered yet
        self._blocks: list[Block] = []

    def run(self) -> list[Block]:
        index = 0
        while index < len(self._lines):
            index = self._take(index)
        return self._blocks

    def _take(self, index: int) -> int:
        """Add the block that starts here, and return where the next one starts."""
        if self._videos[index]:
            return self._add("video", index, 1, url=self._videos[index])
        if marker := self._marker(index):
            return self._take_item(index, *marker)
        if cells := row_of_cells(self._lines[index], announced=self._waiting > 0):
            return self._take_column(index, 1, cells)
        if self._waiting and (cells := cells_below_each_other(self._lines, index)):
            return self._take_column(index, len(cells), cells)
        if count := self._heading_lines(index):
            return self._add("short", index, count)
        return self._take_text(index)

    def _add(self, kind: BlockKind, index: int, count: int, *, url: str = "") -> int:
        texts = tuple(line.text for line in self._lines[index : index + count])
        self._blocks.append(Block(kind, texts, url=url))
        return index + count

    # Lists

    def _marker(self, index: int) -> tuple[BlockKind, str] | None:
        text = self._lines[index].text
        bullet = _BULLET.fullmatch(text)
        if bullet and (bullet["mark"] not in _DASHES or f"{bullet['mark']} " == text[:2]):
            return "item", bullet["rest"]
        number = _NUMBER.fullmatch(text)
        if number and self._counts_on(index, int(number["number"])):
            return "number", number["rest"]
        return None

    def _counts_on(self, index: int, number: int) -> bool:
        """A number makes a list only as one of a row 1, 2, 3 with nothing in between."""
        if self._follows_a_number():
            return number == self._number + 1
        if number != 1:
            return False
        following = index + 1
        while following < len(self._lines) and starts_lower(self._lines[following].text):
            following += 1
        return following < len(self._lines) and self._lines[following].text.lstrip("(")[:1] == "2"

    def _follows_a_number(self) -> bool:
        return bool(self._blocks) and self._blocks[-1].kind == "number"

    def _take_item(self, index: int, kind: BlockKind, rest: str) -> int:
        if self._blocks and self._blocks[-1].announces and self._waiting:
            self._waiting -= 1
        self._number = self._number + 1 if self._follows_a_number() else 1
        end = index + 1
        while end < len(self._lines) and self._continues_item(end):
            end += 1
        tail = tuple(line.text for line in self._lines[index + 1 : end])
        self._blocks.append(Block(kind, (rest, *tail)))
        return end

    def _continues_item(self, index: int) -> bool:
        before, line = self._lines[index - 1], self._lines[index]
        if self._videos[index] or _BULLET.fullmatch(line.text) or _NUMBER.fullmatch(line.text):
            return False
        if starts_lower(line.text):
            return not ends_sentence(before.text)
        return self._layout.wrapped and not ends_sentence(before.text) and leans_on(before.text)

    # Columns whose cells were flattened

    def _take_column(self, index: int, count: int, cells: tuple[str, ...]) -> int:
        texts = tuple(line.text for line in self._lines[index : index + count])
        self._blocks.append(Block("column", texts, cells=cells))
        self._waiting = max(0, self._waiting - 1)
        return index + count

    # Headings

    def _heading_lines(self, index: int) -> int:
        """How many lines, 1 or 2, make a short run here that stands for itself; 0 for none."""
        if not self._is_short(index):
            return 0
        count = 2 if self._pairs(index) else 1
        text = " ".join(line.text for line in self._lines[index : index + count])
        words = sum(any(map(str.isalnum, word)) for word in text.split())
        if words > _HEADING_WORDS or len(text) > _HEADING_CHARACTERS:
            return 0
        if len(sentences(text)) > count or text.endswith((":", ";")):
            return 0
        return count if self._closes(index, count, text) else 0

    def _closes(self, index: int, count: int, text: str) -> bool:
        end = index + count
        last = self._lines[end - 1].text
        if ends_sentence(text):
            dashed = count == 2 and self._lines[index].text.endswith(("–", "—", " -"))
            return last.endswith("?") or dashed
        continued = end < len(self._lines) and starts_lower(self._lines[end].text)
        return not continued and not leans_on(text)

    def _pairs(self, index: int) -> bool:
        """Whether the next line is the second half of a two-line heading."""
        if index + 1 >= len(self._lines) or not self._is_short(index + 1):
            return False
        first, second = self._lines[index].text, self._lines[index + 1]
        if self._videos[index + 1] or self._marker(index + 1):
            return False
        if ends_sentence(first):
            return first.endswith("?") and second.text.endswith("?")
        if leans_on(first) or starts_lower(second.text):
            return True
        if second.gap or ends_sentence(second.text):
            return False
        after = self._lines[index + 2] if index + 2 < len(self._lines) else None
        return self._layout.spaced or (after is not None and after.gap)

    def _is_short(self, index: int) -> bool:
        return len(self._lines[index].text) <= _SHORT * self._layout.narrow[index]

    # Paragraphs

    def _take_text(self, index: int) -> int:
        end = index + 1
        while end < len(self._lines) and self._joins(end):
            end += 1
        end = self._add("text", index, end - index)
        block = self._blocks[-1]
        if block.announces and not (self._has_video and is_about_watching(block)):
            self._waiting += 1
        return end

    def _joins(self, index: int) -> bool:
        """Whether the line goes on with the paragraph of the line before it."""
        before, line = self._lines[index - 1], self._lines[index]
        if self._videos[index] or self._starts_item(index):
            return False
        if starts_lower(line.text):
            return self._layout.spaced or not line.gap or not ends_sentence(before.text)
        if before.text.endswith(":") or not self._layout.wrapped:
            return False
        if line.gap and not self._layout.spaced and not may_lean_on(before.text):
            return False
        if ends_sentence(before.text):
            return not self._had_room(index)
        return may_lean_on(before.text) or not self._is_short(index - 1)

    def _starts_item(self, index: int) -> bool:
        mark = self._lines[index].text[:1]
        before = self._lines[index - 1].text
        settled = ends_sentence(before) or before.endswith(":")
        if mark in _DASHES or mark.isdigit():
            return settled and self._marker(index) is not None
        return self._marker(index) is not None

    def _had_room(self, index: int) -> bool:
        """Whether the first word of this line would have fitted on the line before."""
        before, line = self._lines[index - 1].text, self._lines[index].text
        needed = len(before) + 1 + len(line.partition(" ")[0])
        width = self._layout.wide[index - 1]
        return needed <= width * (_SHORT if self._layout.parted else 1)
