"""Comparing what we believe to have delivered with what each destination holds."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Min, QuerySet

from leads.crm import turns
from leads.crm.base import Destination, DestinationError, Ref, Transient
from leads.delivery.pacing import NotNow, wait_for_turn
from leads.models import Delivery, Enquiry, Errand, State
from leads.models.delivery import DeliveryQuerySet

ASKS = 3  # of one submission, before it counts as one that could not be compared
LONGEST_WAIT = 60.0  # seconds at a time, for a destination that wants to be left alone


@dataclass(frozen=True, kw_only=True)
class Finding:
    """Where we and a destination differ. `reference` is the enquiry's; nothing is personal."""

    reference: str
    what: str


def compared(destination: Destination, since: datetime | None) -> DeliveryQuerySet:
    """Return the deliveries that are to be compared: of whoever was not erased."""
    rows = Delivery.objects.filter(destination=destination.name, kind=Errand.DELIVER)
    rows = rows.filter(enquiry__erased_at=None, state__in=[State.DELIVERED, State.DEAD])
    if since is not None:
        rows = rows.filter(created_at__gte=since)
    return rows.select_related("enquiry", "person").order_by("pk")


def reconcile(
    destination: Destination,
    since: datetime | None = None,
    progress: Callable[[int], None] = lambda _: None,
) -> Iterator[Finding]:
    """Yield each gap and double of a destination that `reconciles`, oldest first.

    `since` leaves out older deliveries. `progress` is told how many have been compared. The
    destination's limits are kept to, together with the worker.
    """
    for done, delivery in enumerate(compared(destination, since).iterator(200), start=1):
        if delivery.enquiry is not None:
            yield from _differences(destination, delivery, delivery.enquiry)
        progress(done)
    for enquiry in never_put_in(destination.name, since):
        yield Finding(reference=enquiry.reference, what="was never put in for this destination")


def never_put_in(destination: str, since: datetime | None) -> QuerySet[Enquiry]:
    """Return enquiries that came after the destination's first delivery and have none to it."""
    first = Delivery.objects.filter(destination=destination).aggregate(at=Min("created_at"))["at"]
    if first is None:
        return Enquiry.objects.none()
    begin = max(first, since) if since else first
    rows = Enquiry.objects.filter(created_at__gte=begin, is_test=False, erased_at=None)
    return rows.exclude(deliveries__destination=destination).order_by("created_at")


def _differences(
    destination: Destination, delivery: Delivery, enquiry: Enquiry
) -> Iterator[Finding]:
    if delivery.state == State.DEAD:
        yield Finding(reference=enquiry.reference, what=f"failed ({delivery.error})")
        return
    refs = delivery.refs if isinstance(delivery.refs, dict) else {}
    stored = {step: Ref(**ref) for step, ref in refs.items()}
    try:
        found = _asked(destination, delivery, stored)
    except DestinationError as error:
        yield Finding(
            reference=enquiry.reference, what=f"could not be compared ({type(error).__name__})"
        )
        return
    for step in destination.steps:
        count = len(found.get(step, ()))
        if count == 0:
            yield Finding(reference=enquiry.reference, what=f"has no {step} there")
        elif count > 1:
            yield Finding(reference=enquiry.reference, what=f"is there {count} times as a {step}")


def _asked(
    destination: Destination, delivery: Delivery, stored: Mapping[str, Ref], asks: int = ASKS
) -> Mapping[str, Sequence[Ref]]:
    key, email = str(delivery.enquiry_id), delivery.whom.email
    try:
        with turns.waiting_with(lambda: _wait(destination.name)):
            return destination.find_submission(key, email, stored)
    except Transient as error:
        if asks == 1:
            raise
        time.sleep(min(error.retry_after or 1.0, LONGEST_WAIT))
    return _asked(destination, delivery, stored, asks - 1)


def _wait(destination: str) -> None:
    while True:
        try:
            return wait_for_turn(destination)
        except NotNow as error:
            time.sleep(min(max(error.wait.total_seconds(), 0.05), LONGEST_WAIT))
