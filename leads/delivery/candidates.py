"""The searches for what a worker may claim, which idle workers ask for all the time."""

from __future__ import annotations

from datetime import datetime
from functools import cache

from leads.models import Delivery
from leads.models.delivery import DeliveryQuerySet
from leads.models.prepared import Prepared

Search = Prepared[Delivery]

# Only what a claim needs: a row whose content is damaged must not keep all others waiting.
_NEEDED = (
    "person_id", "sequence", "destination", "kind", "state", "tries", "strikes", "failing_since",
    "minimal", "looks_first", "crashes", "lease", "lease_until", "settles_at", "due_at",
    "created_at", "enquiry_id",
)  # fmt: skip


def searches(destination: str, probing: bool, only: int | None) -> tuple[Search, Search]:
    """Return the search for whether there is something to claim, and that for what to claim.

    `probing` and `only` are those of `claim`. The second one locks: it is for a transaction.
    """
    return _kept(destination, probing) if only is None else _written(destination, probing, only)


def locking(rows: DeliveryQuerySet) -> DeliveryQuerySet:
    """Return the query that takes rows for its transaction alone, and none that another took."""
    # SQLite ignores the row lock: there, the transaction holds the only write lock already.
    return rows.only(*_NEEDED).select_for_update(of=("self",), skip_locked=True)


@cache
def _kept(destination: str, probing: bool) -> tuple[Search, Search]:
    return _written(destination, probing)


def _written(destination: str, probing: bool, only: int | None = None) -> tuple[Search, Search]:
    def rows(now: datetime) -> DeliveryQuerySet:
        search = Delivery.objects.probing if probing else Delivery.objects.claimable
        found = search(destination, now)
        return found if only is None else found.filter(pk=only)

    return (
        Prepared(Delivery, lambda now: rows(now).only("pk")),
        Prepared(Delivery, lambda now: locking(rows(now))),
    )
