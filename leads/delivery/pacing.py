"""The turns of calls: never before the time a destination asked for, never over its stated limit.

Turns are handed out by the destination's row, which all workers share, at even distances. A little
less than the limit is used: what counts is when calls arrive there, and some take longer than
others on their way.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.utils import timezone

from leads.crm.base import Rate
from leads.delivery import registry
from leads.delivery.known import circuits
from leads.delivery.writing import writing
from leads.models import Circuit

# In any span of the limit's length 92 % of its calls may begin; the rest is for uneven ways.
SHARE = 0.88
AT_ONCE = 0.04
LONGEST_WAIT = timedelta(seconds=2)  # for a turn, in the middle of a try
LONGEST_LINE = timedelta(seconds=1)  # beyond it another delivery would only wait

sleep = time.sleep
_heard: dict[object, tuple[str, datetime]] = {}  # what answers asked for that is not stored yet


class NotNow(Exception):
    """The destination may not be called for `wait`: the delivery is better put back."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__(wait)
        self.wait = wait


@contextmanager
def at_rest(destination: str, rest: timedelta | None) -> Iterator[None]:
    """Let no thread of this process begin a call for `rest` from now, while the block stores it."""
    mine = object()
    if rest is not None:
        _heard[mine] = destination, timezone.now() + rest
    try:
        yield
    finally:
        _heard.pop(mine, None)


def require_no_rest(destination: str) -> None:
    """Raise NotNow if an answer that another thread is about to store asked for rest."""
    now = timezone.now()
    for name, until in list(_heard.values()):
        if name == destination and until > now:
            raise NotNow(until - now)


def wait_for_turn(destination: str) -> None:
    """Return when the next call to the destination may go out.

    Raises NotNow where that is not within two seconds. One query where no limit is stated.
    """
    require_no_rest(destination)
    now = timezone.now()
    circuit = circuits().get(destination)
    if circuit is not None:
        if circuit.stopped_at is not None:
            raise NotNow(timedelta(0))
        if circuit.rests_until is not None and circuit.rests_until > now:
            raise NotNow(circuit.rests_until - now)
    rate = registry.rate(destination)
    if rate.calls:
        sleep(_reserved(destination, rate, now).total_seconds())


def in_line(circuit: Circuit, now: datetime) -> bool:
    """Tell whether the destination's next turns are taken, so that nothing more need be claimed."""
    rate = registry.rate(circuit.destination)
    return bool(rate.calls) and _wait(circuit, rate, now) > LONGEST_LINE


def _reserved(destination: str, rate: Rate, now: datetime) -> timedelta:
    """Take the next turn and return how long it is until then."""
    with writing():
        circuit = Circuit.objects.locked(destination)
        wait = _wait(circuit, rate, now)
        if wait > LONGEST_WAIT:
            raise NotNow(wait)
        turn = max(_due(circuit, rate, now), now + wait) + _apart(rate)
        Circuit.objects.filter(pk=destination).update(turn_at=turn)
    return wait


def _wait(circuit: Circuit, rate: Rate, now: datetime) -> timedelta:
    return max(_due(circuit, rate, now) - _ahead(rate) - now, timedelta(0))


def _due(circuit: Circuit, rate: Rate, now: datetime) -> datetime:
    due = circuit.turn_at or now
    furthest = now + LONGEST_WAIT + _ahead(rate) + 2 * _apart(rate)
    return due if due <= furthest else now  # beyond it lies what a clock has left that was set back


def _apart(rate: Rate) -> timedelta:
    return timedelta(seconds=rate.seconds / (rate.calls * SHARE))


def _ahead(rate: Rate) -> timedelta:
    """How much earlier than its turn a call may go out: after a while of quiet, a few at once."""
    return _apart(rate) * (max(1.0, rate.calls * AT_ONCE) - 1)
