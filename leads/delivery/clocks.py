"""Waits that a clock has made wrong: every wait is stored with its length, and cut to it.

Due times are wall time, as other processes and machines must understand them. When a clock is set
back by a day, what was due in a second would wait for a day and a second.
"""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import Any

from django.db.models import DateTimeField, ExpressionWrapper, F, Value

from leads.delivery.claims import CALL_DEADLINE, LEASE
from leads.models import Circuit, Delivery

JUMP = 30.0  # seconds; less than that is waited out
_TOO_FAR = timedelta(seconds=JUMP)


class Watch:
    """Notices when the wall clock was set, by the clock that cannot be. One a process."""

    def __init__(self) -> None:
        self._apart = _apart()

    def jumped(self) -> bool:
        """Tell whether the wall clock was set since the last call, or since the beginning."""
        before, self._apart = self._apart, _apart()
        return abs(self._apart - before) > JUMP


def shorten_waits(now: datetime) -> int:
    """Bring nearer what lies further ahead than it was meant to. Returns how many rows that were.

    Forward jumps need nothing: they end waits early, and a lease that ends early is fenced. What
    lies too far ahead by little was stored since `now`, while this waited for the database: a wait
    that a CRM has asked for must not be cut by that.
    """
    far = now + _TOO_FAR
    live = Delivery.objects.filter(due_at__isnull=False)
    changed = live.filter(due_at__gt=_after(far, "waits")).update(due_at=_after(now, "waits"))
    changed += live.filter(lease_until__gt=far + LEASE).update(lease_until=now + LEASE)
    late = live.filter(settles_at__gt=far + CALL_DEADLINE)
    changed += late.update(settles_at=now + CALL_DEADLINE)
    for moment, wait in (("until", "waits"), ("rests_until", "rests")):
        shut = Circuit.objects.filter(**{f"{moment}__gt": _after(far, wait)})
        changed += shut.update(**{moment: _after(now, wait)})
    return changed


def _after(now: datetime, wait: str) -> ExpressionWrapper[Any]:
    return ExpressionWrapper(Value(now) + F(wait), output_field=DateTimeField())


def _apart() -> float:
    return time.time() - time.monotonic()
