"""Time as the firm works it: minutes count only while somebody answers the telephone. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from django.utils import timezone

from core.hours import Hours

_FURTHEST = 366  # days; a firm that stays closed for longer is taken to work around the clock


def add_working_minutes(start: datetime, minutes: int, hours: Hours) -> datetime:
    """Return the moment (UTC) by which the firm has been open for `minutes` since `start` (aware).

    With 0, that is the next moment at which it is open. A firm without hours works around the
    clock, and so does one that never opens within a year.
    """
    at, left = start.astimezone(UTC), timedelta(minutes=minutes)
    for begins, ends in _openings(start, hours):
        at = max(at, begins)
        if at < ends and left <= ends - at:
            return at + left
        left -= max(ends - at, timedelta(0))
        at = max(at, ends)
    return start.astimezone(UTC) + timedelta(minutes=minutes)


def working_minutes(start: datetime, end: datetime, hours: Hours) -> int:
    """Return for how many whole minutes the firm is open from `start` to `end`, both aware.

    0 if `end` is not later. A firm without hours works around the clock.
    """
    if not hours.periods:
        return max(int((end - start) / timedelta(minutes=1)), 0)
    at, worked = start.astimezone(UTC), timedelta(0)
    for begins, ends in _openings(start, hours):
        if begins >= end:
            break
        at = max(at, begins)
        worked += max(min(ends, end) - at, timedelta(0))
        at = max(at, ends)
    return int(worked / timedelta(minutes=1))


def _openings(start: datetime, hours: Hours) -> Iterator[tuple[datetime, datetime]]:
    """Yield from when to when it is open, day by day, in UTC; no more once it stays closed.

    By the firm's own clock an hour may be missing or come twice, and two moments of one zone are
    subtracted by the clock's face: only UTC counts what really passes.
    """
    day, closed = timezone.localdate(start), 0
    while closed <= _FURTHEST:
        spans = hours.spans(day)
        closed = 0 if spans else closed + 1
        for begins, ends in spans:
            yield begins.astimezone(UTC), ends.astimezone(UTC)
        day += timedelta(days=1)
