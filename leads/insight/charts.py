"""Pictures of numbers as SVG, made here: no script, and words for those who do not see them.

Lengths across are per cent and lengths down are pixels, so that a picture fits any screen and its
letters keep their size.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

TALL = 170  # pixels, of the columns
_TOP, _BOTTOM, _ROW = 22, 26, 46  # pixels
_FILLED = 0.72  # of a column's place
_LEAST = 2  # pixels, of what is not nothing


@dataclass(frozen=True)
class Column:
    """One column: its name, what it says to who points at it, and the numbers it is stacked of."""

    name: str
    words: str
    parts: Sequence[int]


@dataclass(frozen=True)
class Bar:
    """One bar: its name, its number in words, and its length in per cent."""

    name: str
    words: str
    percent: float


def columns(name: str, title: str, told: str, drawn: Sequence[Column]) -> SafeString:
    """Return columns beside each other. `told` says in a sentence what they show."""
    most = _round(max((sum(each.parts) for each in drawn), default=0))
    place = 100 / max(1, len(drawn))
    shapes = format_html_join(
        "",
        "{}",
        ((_column(each, number * place, place, most),) for number, each in enumerate(drawn)),
    )
    inside = format_html("{}{}{}", _lines(most), shapes, _names(drawn))
    return _picture(name, title, told, _TOP + TALL + _BOTTOM, inside)


def bars(name: str, title: str, told: str, drawn: Sequence[Bar]) -> SafeString:
    """Return bars below each other, each with its name and its number above it."""
    inside = format_html_join(
        "",
        '<text y="{}">{}</text><text class="chart-number" x="100%" y="{}">{}</text>'
        '<rect class="chart-ground" y="{}" width="100%" height="12" rx="3"/>'
        '<rect class="chart-0" y="{}" width="{}%" height="12" rx="3"/>',
        (_bar(each, place * _ROW) for place, each in enumerate(drawn)),
    )
    return _picture(name, title, told, len(drawn) * _ROW, inside)


def _picture(name: str, title: str, told: str, height: int, inside: SafeString) -> SafeString:
    return format_html(
        '<svg class="chart" width="100%" height="{}" role="img" aria-labelledby="{}-title {}-told"'
        ' focusable="false"><title id="{}-title">{}</title><desc id="{}-told">{}</desc>{}</svg>',
        *(height, name, name, name, title, name, told, inside),
    )


def _bar(bar: Bar, top: int) -> tuple[object, ...]:
    percent = f"{max(bar.percent, 0.5 if bar.percent else 0):.1f}"
    return top + 15, bar.name, top + 15, bar.words, top + 23, top + 23, percent


def _column(column: Column, left: float, place: float, most: int) -> SafeString:
    rects, bottom = [], float(_TOP + TALL)
    for number, part in enumerate(column.parts):
        tall = max(_LEAST, part * TALL / most) if part else 0
        bottom -= tall
        width, at = place * _FILLED, left + place * (1 - _FILLED) / 2
        rects.append((number, f"{at:.2f}", f"{bottom:.1f}", f"{width:.2f}", f"{tall:.1f}"))
    drawn = format_html_join(
        "", '<rect class="chart-{}" x="{}%" y="{}" width="{}%" height="{}"/>', rects
    )
    return format_html("<g><title>{}</title>{}</g>", column.words, drawn)


def _lines(most: int) -> SafeString:
    """Lines at nothing, half and all, with their numbers."""
    marks = dict.fromkeys((0, most // 2, most)) if most > 1 else {0: None, most: None}
    rows = [(_TOP + TALL - each * TALL / most, each) for each in marks]
    return format_html_join(
        "",
        '<line class="chart-line" x1="0" x2="100%" y1="{}" y2="{}"/>'
        '<text class="chart-mark" y="{}">{}</text>',
        ((f"{y:.1f}", f"{y:.1f}", f"{y - 4:.1f}", number or "") for y, number in rows),
    )


def _names(drawn: Sequence[Column]) -> SafeString:
    if not drawn:
        return SafeString("")
    ends = [("0", "start", drawn[0].name), ("100%", "end", drawn[-1].name)]
    if len(drawn) > 2:
        ends.insert(1, ("50%", "middle", drawn[len(drawn) // 2].name))
    elif len(drawn) == 1:
        ends = [("50%", "middle", drawn[0].name)]
    y = _TOP + TALL + 18
    return format_html_join(
        "",
        '<text class="chart-mark" x="{}" y="{}" text-anchor="{}">{}</text>',
        ((x, y, anchor, name) for x, anchor, name in ends),
    )


def _round(most: int) -> int:
    """The next number that halves well: 2, 4, 6, 8, 10, 20, 40 …"""
    step = 2
    while step * 5 < most:
        step *= 10 if str(step)[0] == "1" else 1
        step = step * 5 if str(step)[0] == "2" else step * 2
    return max(2, -(-most // step) * step)
