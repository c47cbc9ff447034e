"""Path data for strokes, in whole numbers and few bytes (SVG 2, section 9.3)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

Point = tuple[float, float]


def beside(way: Sequence[Point], distance: float) -> list[Point]:
    """Return `way` moved sideways, its corners where the moved segments meet."""
    normals = []
    for (ax, ay), (bx, by) in pairwise(way):
        length = math.hypot(bx - ax, by - ay)
        normals.append((-(by - ay) / length, (bx - ax) / length))
    before, after = [normals[0], *normals], [*normals, normals[-1]]
    moved = []
    for (x, y), (ax, ay), (bx, by) in zip(way, before, after, strict=True):
        scale = distance / (1 + ax * bx + ay * by)
        moved.append((x + (ax + bx) * scale, y + (ay + by) * scale))
    return moved


def _number(value: float) -> str:
    return str(round(value))


def _pair(x: float, y: float) -> str:
    second = _number(y)
    return f"{_number(x)}{'' if second.startswith('-') else ' '}{second}"


def line(points: Sequence[Point]) -> str:
    """Return straight lines from point to point."""
    return "M" + "L".join(_pair(x, y) for x, y in points)


def ring(centre: Point, radius: int) -> str:
    """Return a circle."""
    return (
        f"M{_pair(centre[0] - radius, centre[1])}"
        f"a{radius} {radius} 0 1 0 {2 * radius} 0a{radius} {radius} 0 1 0-{2 * radius} 0"
    )


def rounded(points: Sequence[Point], cut: float) -> str:
    """Return a line whose corners are rounded from `cut` units before to `cut` units after them."""
    path = [f"M{_pair(*points[0])}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        path.append(f"L{_pair(*_towards(corner, before, cut))}")
        path.append(f"Q{_pair(*corner)} {_pair(*_towards(corner, after, cut))}")
    return "".join([*path, f"L{_pair(*points[-1])}"])


def _towards(start: Point, goal: Point, distance: float) -> Point:
    share = distance / math.hypot(goal[0] - start[0], goal[1] - start[1])
    return start[0] + (goal[0] - start[0]) * share, start[1] + (goal[1] - start[1]) * share


def curve(points: Sequence[Point], *, closed: bool = False) -> str:
    """Return a smooth curve led by `points`, in few bytes.

    It runs through the middles between them. The points are rounded to even numbers, so that every
    middle is a whole one and the short form `t`, which mirrors the last point, never drifts.
    """
    even = [(2 * round(x / 2), 2 * round(y / 2)) for x, y in points]
    if closed:
        even = [*even, even[0], even[1]]
    middles = [((ax + bx) // 2, (ay + by) // 2) for (ax, ay), (bx, by) in pairwise(even)]
    (x, y), (nx, ny) = middles[0], middles[1]
    path = [f"M{_pair(x, y)}q{_pair(even[1][0] - x, even[1][1] - y)} {_pair(nx - x, ny - y)}"]
    for (ax, ay), (bx, by) in pairwise(middles[1:]):
        path.append(f"t{_pair(bx - ax, by - ay)}")
    return "".join(path)
