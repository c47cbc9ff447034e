"""The searches for what a worker may claim, which idle workers ask for all the time."""

from __future__ import annotations

from datetime import datetime
from functools import cache

from django.utils import timezone

from leads.models import Delivery, MappingVersion
from leads.models.delivery import DeliveryQuerySet
from leads.models.prepared import Prepared, Taking

Search = Prepared[Delivery]

# Only what a claim needs: a row whose content is damaged must not keep all others waiting.
_NEEDED = (
    "person_id", "sequence", "destination", "kind", "state", "tries", "strikes", "failing_since",
    "minimal", "looks_first", "crashes", "lease", "lease_until", "settles_at", "due_at",
    "created_at", "enquiry_id",
)  # fmt: skip


def current_mapping(destination: str) -> MappingVersion | None:
    """Return the version of the mapping that a delivery is to go by; None where there is none."""
    return _mapping(destination).first(timezone.now())


@cache
def _mapping(destination: str) -> Prepared[MappingVersion]:
    return Prepared(MappingVersion, lambda _now: MappingVersion.objects.latest_first(destination))


def searches(destination: str, probing: bool, only: int | None) -> tuple[Search, Search]:
    """Return the search for whether there is something to claim, and that for what to claim.

    `probing` and `only` are those of `claim`. The second one locks: it is for a transaction.
    """
    return _kept(destination, probing) if only is None else _written(destination, probing, only)


@cache
def taking(destination: str, most: int) -> Taking[Delivery]:
    """Return how to claim so many at once of those that are sound."""
    return Taking(
        Delivery,
        lambda now: locking(Delivery.objects.sound(destination, now)),
        most,
        ("state", "lease", "lease_until"),
    )


def locking(rows: DeliveryQuerySet) -> DeliveryQuerySet:
    """Return the query that takes rows for its transaction alone, and none that another took."""
    # SQLite ignores the row lock: there, whoever is about to change a row has the only write lock.
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
