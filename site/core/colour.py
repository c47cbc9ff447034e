"""Contrast of colours, by WCAG 2.2 (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio)."""

from __future__ import annotations

import re

HEX = re.compile(r"#[0-9a-fA-F]{6}")
ENOUGH = 4.5  # for text of any size (WCAG 1.4.3)
# The grounds that the accent stands on, light and dark: the page, and the panels on it.
PAPER, NIGHT = "#fbfaf6", "#16191d"
TINT, NIGHT_TINT = "#f0eee6", "#1f2429"


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours such as "#0b5a63", from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def lifted(accent: str, ground: str = NIGHT_TINT) -> str:
    """Return the accent mixed with white just so far that it can be read on a dark ground."""
    return _first_readable(accent, "#ffffff", ground, ENOUGH + 1)


def darkened(accent: str, ground: str = TINT) -> str:
    """Return the accent mixed with black just so far that it can be read on a light ground."""
    return _first_readable(accent, "#000000", ground, ENOUGH)


def mixed(one: str, other: str, share: float) -> str:
    """Return a colour with so much (0 to 1) of the other one in it."""
    pairs = zip(_parts(one), _parts(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _first_readable(accent: str, towards: str, ground: str, ratio: float) -> str:
    steps = (mixed(accent, towards, step / 20) for step in range(21))
    return next((each for each in steps if contrast(each, ground) >= ratio), towards)


def _parts(colour: str) -> list[int]:
    return [int(colour[start : start + 2], 16) for start in (1, 3, 5)]


def _luminance(colour: str) -> float:
    linear = []
    for part in _parts(colour):
        share = part / 255
        linear.append(share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4)
    red, green, blue = linear
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
