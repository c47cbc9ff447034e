"""Sending again what has failed: one, some, or everything since a moment. Keys stay the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from leads.delivery.outbox import NEW_START
from leads.delivery.wake import wake
from leads.models import Delivery, State
from leads.models.delivery import DeliveryQuerySet

BATCH = 500


@dataclass(frozen=True, kw_only=True)
class Selection:
    """Which of the failed deliveries: those that fit all that is given. Nothing given is all."""

    delivery: int | None = None
    reference: str = ""  # of the enquiry
    destination: str = ""
    error: str = ""  # the class of the last failure, such as "Rejected"
    since: datetime | None = None  # given up then or later

    def rows(self) -> DeliveryQuerySet:
        """Return the failed deliveries that are meant, in the order in which they were made."""
        wanted = {
            "pk": self.delivery,
            "enquiry__reference": self.reference.upper(),
            "destination": self.destination,
            "error": self.error,
            "died_at__gte": self.since,
        }
        given = {field: value for field, value in wanted.items() if value}
        return Delivery.objects.filter(state=State.DEAD, **given).order_by("pk")


@dataclass(frozen=True, kw_only=True)
class Share:
    """How many of the meant deliveries failed at one destination for one reason."""

    destination: str
    error: str
    count: int


def plan(selection: Selection) -> list[Share]:
    """Return what a replay would send again. Nothing is changed."""
    rows = selection.rows().order_by("destination", "error")
    counted = rows.values("destination", "error").annotate(count=Count("pk"))
    return [Share(**each) for each in counted]


def replay(selection: Selection, progress: Callable[[int], None] = lambda _: None) -> int:
    """Send what is meant again, and return how many that were.

    `progress` is told the number done so far after each batch. Done twice, or by two people at
    once, each delivery starts anew once; what went out meanwhile is not touched.
    """
    done = 0
    keys = list(selection.rows().values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        with transaction.atomic():
            batch = Delivery.objects.filter(pk__in=keys[start : start + BATCH], state=State.DEAD)
            done += batch.update(due_at=timezone.now(), **NEW_START)
            transaction.on_commit(wake, robust=True)
        progress(done)
    return done
