"""Path data as points, for the drawings of `core.drawing` where nothing understands SVG.

It knows the commands that `core.strokes` writes: M L Q, and the relative q t a.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

Point = tuple[float, float]
_PART = re.compile(r"([MLQqta])([^MLQqta]*)")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_STEPS = 8  # straight pieces a curve is made of
_ARC_STEPS = 20


def polylines(path: str) -> list[list[Point]]:
    """Return the strokes of path data, each as the points it runs through."""
    strokes: list[list[Point]] = []
    control: Point = (0, 0)
    for command, text in _PART.findall(path):
        numbers = [float(number) for number in _NUMBER.findall(text)]
        if command == "M":
            strokes.append([(numbers[0], numbers[1])])
            continue
        stroke = strokes[-1]
        x, y = stroke[-1]
        if command == "L":
            stroke.extend(zip(numbers[::2], numbers[1::2], strict=True))
        elif command == "a":
            stroke.extend(_half_circle((x, y), numbers[0], numbers[5]))
        elif command == "t":
            control = (2 * x - control[0], 2 * y - control[1])
            stroke.extend(_bend((x, y), control, (x + numbers[0], y + numbers[1])))
        else:
            ox, oy = (0.0, 0.0) if command == "Q" else (x, y)
            control = (ox + numbers[0], oy + numbers[1])
            stroke.extend(_bend((x, y), control, (ox + numbers[2], oy + numbers[3])))
    return strokes


def _bend(start: Point, control: Point, end: Point) -> Iterator[Point]:
    """Yield the points of a quadratic Bézier curve after its first."""
    for step in range(1, _STEPS + 1):
        t = step / _STEPS
        a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t**2
        yield (
            a * start[0] + b * control[0] + c * end[0],
            a * start[1] + b * control[1] + c * end[1],
        )


def _half_circle(start: Point, radius: float, across: float) -> Iterator[Point]:
    """Yield the points of half a ring from `start` to the one `across` it on the same line."""
    sign = math.copysign(1, across)
    centre = start[0] + sign * radius
    for step in range(1, _ARC_STEPS + 1):
        angle = math.pi * step / _ARC_STEPS
        yield centre - sign * radius * math.cos(angle), start[1] - sign * radius * math.sin(angle)
