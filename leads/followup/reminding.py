"""Seeing to it that enquiries are answered: the worker looks every half minute.

Each step is taken once an enquiry, and noted in its timeline, whether or not mail is set up. It is
a mail in the outbox: where the mail server is away, it goes out after.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from leads.delivery import outbox
from leads.followup import sla
from leads.models import Errand, Event, Handling
from leads.models.handling import HandlingQuerySet
from leads.models.sales import Promise, promise
from leads.models.timeline import Happening

# What was overdue when reminders began, or came in with an import, is in the inbox. It is no news.
NEWS = timedelta(days=7)
AT_ONCE = 200  # of a kind in one look


class Step(NamedTuple):
    """One thing that is done about an enquiry, once: where that is noted, and its mail."""

    field: str  # of the handling
    happening: Happening
    errand: Errand


WARN = Step("warned_at", Happening.WARNED, Errand.WARNING)
BREACH = Step("breached_at", Happening.BREACHED, Errand.BREACH)
ESCALATE = Step("escalated_at", Happening.ESCALATED, Errand.ESCALATION)


def remind() -> int:
    """Take every step that is due. Returns how many that were."""
    now = timezone.now()
    promised = promise()
    due = [*_soon(promised, now), *_late(now), *_unclaimed(promised, now)]
    return sum(_take(step, handling, now) for step, handling in due)


def _soon(promised: Promise, now: datetime) -> Iterator[tuple[Step, Handling]]:
    """Those that are to be answered within the last minutes of what was promised."""
    minutes = promised.sales.warn_before
    until = sla.warns_until(now, minutes, promised.hours)
    if until is None or minutes >= promised.sales.reply_within:
        return  # the alert itself has said so a moment ago
    rows = Handling.objects.unanswered().filter(warned_at=None, due_at__gt=now, due_at__lte=until)
    yield from ((WARN, each) for each in _news(rows, now))


def _late(now: datetime) -> Iterator[tuple[Step, Handling]]:
    """Those that were to be answered by now."""
    rows = Handling.objects.unanswered().filter(breached_at=None, due_at__lte=now)
    yield from ((BREACH, each) for each in _news(rows, now))


def _unclaimed(promised: Promise, now: datetime) -> Iterator[tuple[Step, Handling]]:
    """Those that nobody has taken for too long."""
    minutes = promised.sales.escalate_after
    if not minutes or not sla.is_at_work(now, promised.hours):
        return
    rows = Handling.objects.unclaimed().filter(escalated_at=None)
    for each in _news(rows, now):
        if sla.has_waited(_since(each), now, minutes, promised.hours):
            yield ESCALATE, each


def _news(rows: HandlingQuerySet, now: datetime) -> list[Handling]:
    came = Q(enquiry__created_at__gt=now - NEWS) | Q(enquiry__screening__released_at__gt=now - NEWS)
    chosen = Q(due_at__gt=now - NEWS, enquiry__callback_from__isnull=False)
    found = rows.filter(came | chosen).select_related("enquiry__screening", "owner")
    return list(found.order_by("due_at")[:AT_ONCE])


def _since(handling: Handling) -> datetime:
    """Return since when it is before sales: what was held back, since it was let go."""
    screening = getattr(handling.enquiry, "screening", None)
    released: datetime | None = screening.released_at if screening else None
    return released or handling.enquiry.created_at


def _take(step: Step, handling: Handling, now: datetime) -> bool:
    with transaction.atomic():
        mine = Handling.objects.unanswered().filter(pk=handling.pk, **{step.field: None})
        if not mine.update(**{step.field: now}):  # answered, or noticed by another worker meanwhile
            return False
        Event.objects.create(enquiry_id=handling.pk, at=now, kind=step.happening)
        outbox.remind(handling.enquiry, step.errand)
    return True
