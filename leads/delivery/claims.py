"""Who may work on a delivery, and for how long: leases with a fencing token.

A lease is short and renewed while a call runs, so that a worker that was killed is missed within
seconds. A worker that was only stopped for a while may come back and still believe that it holds
one: every change it makes names its token, and changes no row once somebody else has taken over.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from operator import attrgetter
from typing import Any
from uuid import UUID, uuid4

from django.db import connection
from django.utils import timezone

from leads.delivery import registry
from leads.delivery.breaker import PROBE_LASTS, Admission, admission
from leads.delivery.candidates import locking, searches, taking
from leads.delivery.known import circuits
from leads.delivery.writing import turn, writing
from leads.models import Attempt, Circuit, Delivery, State
from leads.models.changing import change, change_and_add
from leads.models.states import ISOLATED

LEASE = timedelta(seconds=6)
CALL_DEADLINE = timedelta(seconds=20)  # `leads.crm.http` ends every call within it
MOST_CRASHES = 10
APART = timedelta(seconds=60)  # between tries of those that end their workers
WORKER_LOST = "WorkerLost"


class LeaseLost(Exception):
    """Somebody else holds the delivery now; whoever meets this lets go of it."""


@dataclass(eq=False)
class Held:
    """A delivery that this process holds the lease of."""

    delivery: Delivery
    token: UUID
    until: datetime
    probe: bool = False  # its destination's breaker is open, and this is to show whether it is back

    def update(self, **news: Any) -> None:
        """Change the delivery's row. Raises LeaseLost when another process has taken it over."""
        with turn():
            self.change(**news)

    def change(self, **news: Any) -> None:
        """Do what `update` does, in a transaction that the caller has begun."""
        if not change(Delivery, self._mine, news):
            raise LeaseLost

    def end(self, news: Mapping[str, Any], attempt: Mapping[str, Any]) -> None:
        """Change the delivery's row and add the attempt's. Raises LeaseLost, and does neither."""
        if not change_and_add(Delivery, self._mine, news, Attempt, attempt):
            raise LeaseLost

    @property
    def _mine(self) -> dict[str, Any]:
        return {"id": self.delivery.pk, "lease": self.token, "state": State.LEASED}

    def renew(self, lease: timedelta = LEASE) -> None:
        """Hold it for another `lease` from now. Raises LeaseLost."""
        until = timezone.now() + lease
        self.update(lease_until=until)
        self.until = until

    def require(self) -> None:
        """Raise LeaseLost unless the lease still lasts, by what is known without asking."""
        if timezone.now() >= self.until:
            raise LeaseLost


def admitting() -> dict[str, Circuit | None]:
    """Return the destinations that are set up and may be called now, by name.

    With each goes the open breaker that only a probe may pass, or None.
    """
    now, known = timezone.now(), circuits()
    found: dict[str, Circuit | None] = {}
    for name in registry.destinations():
        may = admission(known.get(name), now)
        if may is not Admission.NONE:
            found[name] = known[name] if may is Admission.PROBE else None
    return found


def claim(
    destination: str,
    lease: timedelta = LEASE,
    probing: Circuit | None = None,
    only: int | None = None,
) -> Held | None:
    """Take the delivery to this destination whose turn it is, or None while there is none.

    `probing` is the open breaker that this delivery is to test; `only` is the key of the one
    delivery that will do. Raises LeaseLost when another process was faster, which changes nothing;
    then try again.
    """
    now = timezone.now()
    due, next_one = searches(destination, probing is not None, only)
    # A read first: idle workers must not queue for SQLite's write lock, and a probe that is taken
    # for nothing keeps everybody from probing for a while.
    if not due.any(now):
        return None
    with writing():
        if probing and not Circuit.objects.take_probe(probing, now + PROBE_LASTS, PROBE_LASTS):
            return None
        held = _take(partial(next_one.first, now), now, lease)
    if held is not None:
        held.probe = probing is not None
    return held


def claim_some(destination: str, most: int, lease: timedelta = LEASE) -> list[Held]:
    """Take up to `most` deliveries to this destination whose turn it is, in one statement.

    What has ended a worker before is left to `claim`, which takes one at a time: with others it
    would end their tries too. None are taken where SQLite is too old for that statement (3.35).
    """
    if not connection.features.can_return_columns_from_insert:
        return []
    now, token = timezone.now(), uuid4()
    until = now + lease
    some = taking(destination, 1 << (most.bit_length() - 1))  # a power of two: few are kept
    with turn():
        found = some.take([now], [State.LEASED, token, until])
    return [Held(each, token, until) for each in sorted(found, key=attrgetter("due_at", "pk"))]


def claim_isolated(lease: timedelta = LEASE) -> Held | None:
    """Take one delivery that has ended several workers in a row, for a process of its own.

    None while another such one is being sent, or was within the last minute. Raises LeaseLost.
    """
    now = timezone.now()
    candidates = Delivery.objects.isolated(list(admitting()), now)
    if not candidates.exists():
        return None
    with writing():
        lane = Delivery.objects.filter(crashes__gte=ISOLATED, due_at__isnull=False)
        if lane.filter(state=State.LEASED, lease_until__gt=now).exists():
            return None
        if Attempt.objects.filter(delivery__in=lane, started_at__gt=now - APART).exists():
            return None
        return _take(locking(candidates).first, now, lease)


_POISONOUS = {"state": State.DEAD, "due_at": None, "error": WORKER_LOST}


def _take(next_one: Callable[[], Delivery | None], now: datetime, lease: timedelta) -> Held | None:
    while (delivery := next_one()) is not None:
        lost = _lost_worker(delivery) if delivery.state == State.LEASED else {}
        if lost.get("crashes", 0) < ISOLATED:
            return _lease(delivery, now + lease, lost)
        _set_apart(delivery, now, lost)
    return None


def _lease(delivery: Delivery, until: datetime, lost: dict[str, Any]) -> Held:
    token = uuid4()
    _change(delivery, state=State.LEASED, lease=token, lease_until=until, **lost)
    return Held(delivery=delivery, token=token, until=until)


def _lost_worker(delivery: Delivery) -> dict[str, Any]:
    """A lease that ran out is a call of unknown outcome: it may have begun just before the end."""
    ended = delivery.lease_until or timezone.now()
    Attempt.objects.create(
        delivery=delivery, started_at=ended - LEASE, milliseconds=0, outcome=WORKER_LOST
    )
    return {"crashes": delivery.crashes + 1, "settles_at": ended + CALL_DEADLINE}


def _set_apart(delivery: Delivery, now: datetime, lost: dict[str, Any]) -> None:
    """Give what ends its workers to the lane of its own, and at last to a person."""
    news = lost | {"lease": None, "lease_until": None}
    if lost["crashes"] < MOST_CRASHES:
        news |= {"state": State.UNKNOWN, "due_at": now + APART, "waits": APART}
    else:
        detail = f"its worker ended {lost['crashes']} times while at it"
        news |= _POISONOUS | {"detail": detail, "died_at": now}
    _change(delivery, **news)


def _change(delivery: Delivery, **news: Any) -> None:
    """Change the row as it was just read; a row that changed since belongs to somebody else."""
    as_read = {"id": delivery.pk, "state": delivery.state, "lease": delivery.lease}
    if not change(Delivery, as_read, news):
        raise LeaseLost
    for field, value in news.items():
        setattr(delivery, field, value)
