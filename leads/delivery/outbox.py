"""The outbox as the rest of Leadline uses it: put in, send again, wake the worker."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from leads.delivery import registry
from leads.delivery.wake import wake
from leads.models import Delivery, Enquiry, State

__all__ = ["enqueue", "release", "resend", "wake"]

_NEW_START: dict[str, Any] = {"state": State.PENDING, "tries": 0, "crashes": 0}


def enqueue(enquiry: Enquiry, held: bool = False) -> None:
    """Store one delivery of the enquiry for each destination that is set up; none for a test.

    `held` stores them held back: nothing is sent until `release`. Call it in the transaction that
    stores the enquiry, and have `wake` called after its commit.
    """
    if getattr(enquiry, "is_test", False):
        return
    now = timezone.now()
    fields = {"state": State.HELD} if held else {"due_at": now}
    Delivery.objects.bulk_create(
        Delivery(
            enquiry=enquiry,
            person_id=enquiry.person_id,
            sequence=enquiry.sequence,
            destination=name,
            created_at=now,
            **fields,
        )
        for name in registry.destinations()
    )


def release(enquiry: Enquiry) -> int:
    """Send what was held back of the enquiry. Returns how many deliveries that are, 0 if none was.

    An earlier enquiry that is released goes out although later ones of the same person have been
    delivered: they did not wait for it. Its call-back is due from when it was received.
    """
    released = Delivery.objects.filter(enquiry=enquiry, state=State.HELD).update(
        due_at=timezone.now(), **_NEW_START
    )
    if released:
        transaction.on_commit(wake, robust=True)
    return released


def resend(delivery: Delivery) -> bool:
    """Have the delivery tried now. Returns whether it will be.

    Failed and held back ones start anew; for those under way the waiting time ends. False is the
    answer for one that is delivered, being sent at this moment, or cancelled. The steps that are
    done stay done, and an uncertain outcome stays uncertain: the worker looks before it repeats.
    """
    rows = Delivery.objects.filter(pk=delivery.pk)
    now = timezone.now()
    changed = rows.restartable().update(due_at=now, **_NEW_START) or rows.waiting().update(
        due_at=now
    )
    if changed:
        transaction.on_commit(wake, robust=True)
    return bool(changed)
