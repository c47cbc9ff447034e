"""The importer: 5 MB of lines broken mid-sentence, with a blank line after each."""

from __future__ import annotations

import itertools
import random

from bench.stage import Row, Stage, median, seconds
from blog.importing.plain import read_plain
from blog.importing.story import to_stream

SIZE = 5 * 1000 * 1000  # bytes; the importer takes no more than 5 MB
TEXT = (
    "a plan that nobody follows costs more than none and the backup which was never read back "
    "is only a hope so ask who decides what is bought when it breaks and who is rung first"
)
WORDS = TEXT.split()


def measure(_: Stage) -> list[Row]:
    text = pasted_text()
    result: list[int] = []
    took = seconds(lambda: result.append(len(to_stream(read_plain(text)))))
    base = median(lambda: [line.split() for line in text.splitlines()], 3)
    note = f"{result[0]} blocks"
    return [Row("importer, 5 MB", took, "splitting it into lines and words", base, note)]


def pasted_text() -> str:
    """Return a text with the faults of a paste: the same one at every call."""
    chance = random.Random(1)  # always the same text
    lines: list[str] = []
    size = 0
    for number in itertools.count(1):
        if size >= SIZE:
            break
        found = _paragraph(chance) if number % 8 else [f"Heading number {number}"]
        lines += [*found, ""]
        size += sum(len(line) + 2 for line in found)
    return "\n\n".join(lines)[:SIZE]


def _paragraph(chance: random.Random) -> list[str]:
    words = []
    for _ in range(chance.randint(3, 6)):
        sentence = chance.choices(WORDS, k=chance.randint(8, 20))
        words += [sentence[0].capitalize(), *sentence[1:-1], f"{sentence[-1]}."]
    return [" ".join(words[start : start + 11]) for start in range(0, len(words), 11)]
