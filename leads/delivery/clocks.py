"""Waits that a clock has made wrong: every wait is stored with its length, and cut to it.

Due times are wall time, as other processes and machines must understand them. When a clock is set
back by a day, what was due in a second would wait for a day and a second.
"""

from __future__ import annotations

import time
from datetime import datetime
from typing import Any

from django.db.models import DateTimeField, ExpressionWrapper, F, Value

from leads.delivery.claims import CALL_DEADLINE, LEASE
from leads.models import Circuit, Delivery

JUMP = 30.0  # seconds; less than that is waited out


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

    Forward jumps need nothing: they end waits early, and a lease that ends early is fenced.
    """
    live = Delivery.objects.filter(due_at__isnull=False)
    changed = live.filter(due_at__gt=_after(now, "waits")).update(due_at=_after(now, "waits"))
    changed += live.filter(lease_until__gt=now + LEASE).update(lease_until=now + LEASE)
    latest = now + CALL_DEADLINE
    changed += live.filter(settles_at__gt=latest).update(settles_at=latest)
    for moment, wait in (("until", "waits"), ("rests_until", "rests")):
        late = Circuit.objects.filter(**{f"{moment}__gt": _after(now, wait)})
        changed += late.update(**{moment: _after(now, wait)})
    return changed


def _after(now: datetime, wait: str) -> ExpressionWrapper[Any]:
    return ExpressionWrapper(Value(now) + F(wait), output_field=DateTimeField())


def _apart() -> float:
    return time.time() - time.monotonic()
