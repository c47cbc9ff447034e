"""The site's serif in pictures: which of its files holds a character, and how a title breaks."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from PIL import ImageDraw, ImageFont

_FOLDER = Path(__file__).resolve().parents[1] / "static" / "core" / "fonts"
# File, and where its axes stand: weight, and for the first the size it is drawn for.
_FILES: tuple[tuple[str, list[float]], ...] = (
    ("newsreader-latin.woff2", [500, 72]),
    ("newsreader-latin-ext.woff2", [500]),
)
_NOTHING = "\uffff"  # never a character: shows what a font draws for those it lacks
LEADING = 1.14  # of the size, from line to line


@lru_cache(maxsize=32)
def _fonts(size: int) -> tuple[ImageFont.FreeTypeFont, ...]:
    fonts = []
    for name, axes in _FILES:
        font = ImageFont.truetype(_FOLDER / name, size)
        font.set_variation_by_axes(axes)
        fonts.append(font)
    return tuple(fonts)


@lru_cache(maxsize=4096)
def _font_of(character: str) -> int | None:
    """Return which file holds a character; None if none does."""
    for number, font in enumerate(_fonts(40)):
        if character.isspace() or bytes(font.getmask(character)) != bytes(font.getmask(_NOTHING)):
            return number
    return None


def readable(text: str) -> str:
    """Return the text without the characters that we have no shapes for, such as emoji.

    "" when fewer than half of its letters would be left: half a title says something else.
    """
    composed = unicodedata.normalize("NFC", text)
    kept = "".join(each if _font_of(each) is not None else " " for each in composed)
    letters, left = (sum(each.isalnum() for each in part) for part in (composed, kept))
    return " ".join(kept.split()) if letters and left * 2 >= letters else ""


@dataclass(frozen=True)
class Setting:
    """Lines of text at a size, as they fit a width."""

    lines: list[str]
    size: int


def width_of(text: str, size: int) -> float:
    """Return how wide a line is, in pixels."""
    return sum(_fonts(size)[font].getlength(run) for font, run in _runs(text))


def fit(text: str, width: int, sizes: range, most_lines: int) -> Setting:
    """Return the text at the largest size at which it fits, cut if it fits at none."""
    for size in sizes:
        lines = _broken(text, width, size)
        if len(lines) <= most_lines:
            return Setting(lines, size)
    last = lines[most_lines - 1].rstrip(" ,.;:–-")
    while width_of(f"{last}…", size) > width:
        last = last[:-1]
    return Setting([*lines[: most_lines - 1], f"{last}…"], size)


def write(
    draw: ImageDraw.ImageDraw, at: tuple[float, float], text: str, size: int, ink: str
) -> None:
    """Write one line; `at` is where its first letter stands on the baseline."""
    x, y = at
    for number, run in _runs(text):
        font = _fonts(size)[number]
        draw.text((x, y), run, font=font, fill=ink, anchor="ls")
        x += font.getlength(run)


def _runs(text: str) -> list[tuple[int, str]]:
    """Part a text where the file changes that its characters are in."""
    return [(font, "".join(run)) for font, run in groupby(text, lambda each: _font_of(each) or 0)]


def _broken(text: str, width: int, size: int) -> list[str]:
    """Break a text into lines between words, and inside those that are wider than a line."""
    lines = [""]
    for word in text.split():
        joined = f"{lines[-1]} {word}".strip()
        if width_of(joined, size) <= width:
            lines[-1] = joined
            continue
        if lines[-1]:
            lines.append("")
        for character in word:
            if width_of(lines[-1] + character, size) > width:
                lines.append("")
            lines[-1] += character
    return lines
