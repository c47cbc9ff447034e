"""The outbox as the rest of Leadline uses it: put in, send again, wake the worker."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from leads.delivery import registry
from leads.delivery.wake import wake
from leads.models import Delivery, Enquiry, State

__all__ = ["enqueue", "resend", "wake"]

_NEW_START: dict[str, Any] = {"state": State.PENDING, "tries": 0, "crashes": 0}


def enqueue(enquiry: Enquiry) -> None:
    """Store one delivery of the enquiry for each destination that is set up.

    Call it in the transaction that stores the enquiry, and have `wake` called after its commit.
    """
    now = timezone.now()
    Delivery.objects.bulk_create(
        Delivery(
            enquiry=enquiry,
            person_id=enquiry.person_id,
            sequence=enquiry.sequence,
            destination=name,
            due_at=now,
            created_at=now,
        )
        for name in registry.destinations()
    )


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
