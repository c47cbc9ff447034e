"""A line drawing for every text: the same text gives the same one, always.

Articles have no stock photos. Each has one of four kinds of drawing, made from its title and topic:
contour lines, strata with a fault, routes that turn together, or the traces of a circuit.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import shake_256

from core import strokes

WIDTH, HEIGHT = 1200, 800
KEPT = 256  # drawings in memory, of about 4 kB each

Stroke = tuple[bool, str]  # whether it is in the accent colour, and its path data


@dataclass(frozen=True)
class Drawing:
    """Path data for a view box of WIDTH by HEIGHT: most strokes in ink, a few in the accent."""

    kind: str
    ink: str
    accent: str
    strokes: int


class Dice:
    """Numbers that a text decides, the same on every machine and in every version of Python."""

    def __init__(self, text: str) -> None:
        self._bytes = iter(shake_256(text.encode()).digest(1024))

    def roll(self, low: float, high: float) -> float:
        """Return a number from `low` up to, not including, `high`."""
        return low + (high - low) * (next(self._bytes) * 256 + next(self._bytes)) / 65536

    def pick(self, low: int, high: int) -> int:
        """Return a whole number from `low` to `high`, both included."""
        return int(self.roll(low, high + 1))


@lru_cache(maxsize=KEPT)
def draw(text: str) -> Drawing:
    """Return the drawing that belongs to `text`, such as an article's topic and title."""
    dice = Dice(text)
    kinds = sorted(KINDS)
    kind = kinds[dice.pick(0, len(kinds) - 1)]
    drawn = list(KINDS[kind](dice))
    return Drawing(
        kind=kind,
        ink="".join(path for accent, path in drawn if not accent),
        accent="".join(path for accent, path in drawn if accent),
        strokes=len(drawn),
    )


def contours(dice: Dice) -> Iterator[Stroke]:
    """A hill from above: rings that change from the shape of its foot to that of its top."""
    top, foot = (
        [(dice.roll(0.02, 0.34 / n), dice.roll(0, math.tau), n) for n in (1, 2, 3, 4)]
        for _ in range(2)
    )
    start = (dice.roll(380, 820), dice.roll(280, 520))
    drift = (dice.roll(-170, 170), dice.roll(-120, 120))
    count = dice.pick(30, 36)
    marked = dice.pick(4, 12)
    for ring in range(1, count + 1):
        share = ring / count
        radius = 16 + 780 * share**1.12
        sides = 10 if ring < 6 else 16
        points = []
        for step in range(sides):
            angle = math.tau * step / sides
            wobble = sum(
                (a * (1 - share) * math.cos(n * angle + p) + b * share * math.cos(n * angle + q))
                for (a, p, n), (b, q, _) in zip(top, foot, strict=True)
            )
            reach = radius * (1 + wobble)
            x = start[0] + drift[0] * share + reach * math.cos(angle) * 1.15
            y = start[1] + drift[1] * share + reach * math.sin(angle) * 0.85
            points.append((x, y))
        yield marked <= ring < marked + 3, strokes.curve(points, closed=True)


def strata(dice: Dice) -> Iterator[Stroke]:
    """Layers of ground, folded more the deeper they lie, and broken by one fault."""
    folds = [(dice.roll(24, 74), dice.roll(0.4, 1.7), dice.roll(0, math.tau)) for _ in range(3)]
    count = dice.pick(22, 26)
    fault, lean = dice.roll(380, 820), dice.roll(-0.5, 0.5)
    throw = dice.roll(50, 120) * (1 if dice.roll(0, 1) < 0.5 else -1)
    marked = dice.pick(6, count - 9)

    def height(layer: int, x: float) -> float:
        depth = layer / count
        fold = sum(a * math.sin(math.tau * f * x / WIDTH + p + 2 * depth) for a, f, p in folds)
        return -200 + 1200 * depth + fold * (0.3 + depth)

    def edge(layer: int, moved: float) -> float:
        x = fault
        for _ in range(4):  # closes in on the point where layer and fault meet
            x = fault + lean * (height(layer, x) + moved - HEIGHT / 2)
        return x

    for layer in range(count):
        left = [(x, height(layer, x)) for x in _steps(-60, edge(layer, 0), 9)]
        right = [(x, height(layer, x) + throw) for x in _steps(edge(layer, throw), WIDTH + 60, 9)]
        accent = marked <= layer < marked + 3
        yield accent, strokes.curve([left[0], *left, left[-1]])
        yield accent, strokes.curve([right[0], *right, right[-1]])
    yield False, strokes.line([(fault - lean * 460, -60), (fault + lean * 460, HEIGHT + 60)])


def routes(dice: Dice) -> Iterator[Stroke]:
    """Three bundles of lines on three tracks, which change tracks like those of a railway map."""
    tracks = [dice.roll(20, 120), HEIGHT / 2 + dice.roll(-40, 40), HEIGHT - dice.roll(20, 120)]
    ways = [[(-400.0, y)] for y in tracks]
    order = [0, 1, 2]  # the bundle that is on each track
    x = dice.roll(-180, 60)
    for _ in range(3):
        upper = dice.pick(0, 1)
        drop = tracks[upper + 1] - tracks[upper]
        for track, other in ((upper, upper + 1), (upper + 1, upper)):
            ways[order[track]] += [(x, tracks[track]), (x + drop, tracks[other])]
        order[upper], order[upper + 1] = order[upper + 1], order[upper]
        x += drop + dice.roll(140, 260)
    for bundle, way in enumerate(ways):
        way.append((x + WIDTH, tracks[order.index(bundle)]))
        lines, gap = dice.pick(14, 16), dice.roll(13, 15)
        marked = dice.pick(1, lines - 3) if bundle == 1 else lines
        for line in range(lines):
            side = (line - (lines - 1) / 2) * gap
            yield marked <= line < marked + 2, strokes.rounded(strokes.beside(way, side), 30)


def circuits(dice: Dice) -> Iterator[Stroke]:
    """Traces that cross a board together, part in groups, and end in pads."""
    count = dice.pick(38, 44)
    gap = 1180 / count
    groups = sorted(dice.pick(1, count - 1) for _ in range(4))
    up = 1 if dice.roll(0, 1) < 0.5 else -1
    jog, rise = dice.roll(120, 420), dice.roll(40, 90)
    marked = dice.pick(12, count - 14)
    for trace in range(count):
        y = (-20 + trace * gap) if up > 0 else HEIGHT + 20 - trace * gap
        lift = rise * (1 + sum(trace < group for group in groups))
        bend = jog + trace * gap * 0.35
        end = bend + lift + dice.roll(20, 760)
        lifted = y - up * lift
        path = strokes.line([(-40, y), (bend, y), (bend + lift, lifted), (end, lifted)])
        pad = strokes.ring((end + 8, lifted), 8)
        yield marked <= trace < marked + 2, path + pad


KINDS: dict[str, Callable[[Dice], Iterator[Stroke]]] = {
    "circuits": circuits,
    "contours": contours,
    "routes": routes,
    "strata": strata,
}


def _steps(start: float, end: float, count: int) -> list[float]:
    return [start + (end - start) * step / (count - 1) for step in range(count)]
