"""Who may work on a delivery, and for how long: leases with a fencing token.

A lease is short and renewed while a call runs, so that a worker that was killed is missed within
seconds. A worker that was only stopped for a while may come back and still believe that it holds
one: every change it makes names its token, and changes no row once somebody else has taken over.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from leads.delivery import registry
from leads.delivery.writing import writing
from leads.models import Attempt, Delivery, Pause, State

LEASE = timedelta(seconds=6)
CALL_DEADLINE = timedelta(seconds=20)  # `leads.crm.http` ends every call within it
MOST_CRASHES = 10
WORKER_LOST = "WorkerLost"


class LeaseLost(Exception):
    """Somebody else holds the delivery now; whoever meets this lets go of it."""


@dataclass(eq=False)
class Held:
    """A delivery that this process holds the lease of."""

    delivery: Delivery
    token: UUID
    until: datetime

    def update(self, **news: Any) -> None:
        """Change the delivery's row. Raises LeaseLost when another process has taken it over."""
        with writing():
            changed = Delivery.objects.held(self.delivery.pk, self.token).update(**news)
        if not changed:
            raise LeaseLost

    def renew(self, lease: timedelta = LEASE) -> None:
        """Hold it for another `lease` from now. Raises LeaseLost."""
        until = timezone.now() + lease
        self.update(lease_until=until)
        self.until = until

    def require(self) -> None:
        """Raise LeaseLost unless the lease still lasts, by what is known without asking."""
        if timezone.now() >= self.until:
            raise LeaseLost


def open_destinations() -> list[str]:
    """Return the names of the destinations that are set up and not paused."""
    paused = set(Pause.objects.in_force(timezone.now()).values_list("destination", flat=True))
    return [name for name in registry.destinations() if name not in paused]


def claim(destination: str, lease: timedelta = LEASE) -> Held | None:
    """Take the delivery to this destination whose turn it is, or None while there is none.

    Raises LeaseLost when another process was faster, which changes nothing; then try again.
    """
    now = timezone.now()
    candidates = Delivery.objects.claimable(destination, now)
    if not candidates.exists():  # only a read: idle workers must not queue for SQLite's write lock
        return None
    # Only what a claim needs: a row whose content is damaged must not keep all others waiting.
    chosen = candidates.only(*_NEEDED)
    with writing():
        # SQLite ignores the row lock: there, the transaction holds the only write lock already.
        locked = chosen.select_for_update(of=("self",), skip_locked=True)
        while (delivery := locked.first()) is not None:
            lost = _lost_worker(delivery) if delivery.state == State.LEASED else {}
            if lost.get("crashes", 0) < MOST_CRASHES:
                return _lease(delivery, now + lease, lost)
            _change(delivery, **lost, **_POISONOUS)
    return None


_NEEDED = (
    "person_id", "sequence", "destination", "state", "tries", "crashes", "lease", "lease_until",
    "settles_at", "due_at", "created_at", "enquiry_id",
)  # fmt: skip
_POISONOUS = {
    "state": State.DEAD,
    "due_at": None,
    "lease": None,
    "lease_until": None,
    "error": WORKER_LOST,
    "detail": "its worker ended ten times while at it",
}


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


def _change(delivery: Delivery, **news: Any) -> None:
    """Change the row as it was just read; a row that changed since belongs to somebody else."""
    as_read = Delivery.objects.filter(pk=delivery.pk, state=delivery.state, lease=delivery.lease)
    if not as_read.update(**news):
        raise LeaseLost
    for field, value in news.items():
        setattr(delivery, field, value)
