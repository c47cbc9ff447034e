"""How long each thing is kept and what for, what goes next, and its going.

The periods are settings. Nothing here calls a CRM: what it holds is the firm's customer records.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Min, Q, QuerySet
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from leads.models import Attempt, ConsentEvent, Delivery, Enquiry, Person, QuizAttempt
from leads.models.quiz.attempt import KEPT as QUIZ_KEPT
from leads.models.states import LIVE
from leads.privacy.forgetting import expire, leave_no_trace

SOON = timedelta(days=30)
FOR_EVER = timedelta.max


@dataclass(frozen=True, kw_only=True)
class Purpose:
    """One kind of thing that is kept for a while. `dated` has its age in the annotation `since`."""

    name: str
    why: str
    kept: timedelta
    dated: Callable[[], QuerySet[Any]]
    remove: Callable[[Any], object]

    @property
    def words(self) -> str:
        """How long it is kept, such as "24 months"."""
        if self.kept == FOR_EVER:
            return "until it is erased"
        months = round(self.kept.days * 12 / 365.25)
        return f"{months} months" if self.kept.days > 364 else f"{self.kept.days} days"


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """What goes of one kind: at the next run, within thirty days after it, and when the first."""

    purpose: Purpose
    now: int
    soon: int
    first: datetime | None


def purposes() -> list[Purpose]:
    """Return what is kept for how long, by the settings."""
    return [
        Purpose(
            name="People and their enquiries",
            why="To answer them, and to know what was said before; since they were last in touch.",
            kept=_months(settings.KEEP_ENQUIRIES_MONTHS),
            dated=_people,
            remove=expire,
        ),
        Purpose(
            name="Enquiries held back as spam",
            why="So that somebody can look at them and let them go.",
            kept=timedelta(days=settings.KEEP_SPAM_DAYS),
            dated=_spam,
            remove=_delete,
        ),
        Purpose(
            name="Enquiries that editors sent to try a form",
            why="So that they can look at what they tried.",
            kept=timedelta(days=settings.KEEP_SPAM_DAYS),
            dated=_trials,
            remove=_delete,
        ),
        Purpose(
            name="Quizzes that were begun and led to nothing",
            why="So that somebody can go on where they stopped; since their last answer.",
            kept=QUIZ_KEPT,
            dated=_begun,
            remove=_delete_row,
        ),
        Purpose(
            name="Tries of what was delivered",
            why="To explain why something was late. They name nobody.",
            kept=timedelta(days=settings.KEEP_TRIES_DAYS),
            dated=_tries,
            remove=_delete_row,
        ),
    ]


def outlook(now: datetime | None = None) -> list[Outlook]:
    """Return what goes next of each kind. Two queries a kind."""
    now = now or timezone.now()
    return [_outlook(each, now) for each in purposes()]


def carry_out(now: datetime | None = None) -> dict[str, int]:
    """Remove everything whose time is up; returns how many of each kind, by its name."""
    now = now or timezone.now()
    done = {}
    for purpose in purposes():
        due = list(_due(purpose, now))
        for row in due:
            purpose.remove(row)
        done[purpose.name] = len(due)
    leave_no_trace()
    return done


def _due(purpose: Purpose, now: datetime) -> QuerySet[Any]:
    rows = purpose.dated()
    return rows.none() if purpose.kept == FOR_EVER else rows.filter(since__lt=now - purpose.kept)


def _outlook(purpose: Purpose, now: datetime) -> Outlook:
    if purpose.kept == FOR_EVER:
        return Outlook(purpose=purpose, now=0, soon=0, first=None)
    first = purpose.dated().aggregate(first=Min("since"))["first"]
    due, then = _due(purpose, now).count(), _due(purpose, now + SOON).count()
    return Outlook(
        purpose=purpose, now=due, soon=then - due, first=first + purpose.kept if first else None
    )


def _months(months: int) -> timedelta:
    return timedelta(days=round(months * 365.25 / 12)) if months else FOR_EVER


def _people() -> QuerySet[Person]:
    """People of whom something is held, and nothing of it still on its way."""
    last = Max("enquiries__created_at", filter=Q(enquiries__erased_at=None))
    done = Max("enquiries__events__at", filter=Q(enquiries__erased_at=None))
    # Mails to the operator are of nobody, and SQL finds nothing to be outside a list with NULL.
    busy = Delivery.objects.filter(state__in=LIVE, person__isnull=False).values("person")
    people = Person.objects.annotate(since=Greatest(last, Coalesce(done, last)))
    return people.filter(since__isnull=False).exclude(pk__in=busy)


def _spam() -> QuerySet[Enquiry]:
    return Enquiry.objects.held_back().annotate(since=Max("created_at"))


def _trials() -> QuerySet[Enquiry]:
    return Enquiry.objects.filter(is_test=True).annotate(since=Max("created_at"))


def _begun() -> QuerySet[QuizAttempt]:
    return QuizAttempt.objects.filter(enquiries=None).annotate(since=Max("updated_at"))


def _tries() -> QuerySet[Attempt]:
    done = Attempt.objects.filter(delivery__delivered_at__isnull=False)
    return done.annotate(since=Max("delivery__delivered_at"))


def _delete(enquiry: Enquiry) -> None:
    """Delete an enquiry that went nowhere, and its person if that was all."""
    with transaction.atomic():
        Delivery.objects.filter(enquiry=enquiry).delete()
        ConsentEvent.objects.filter(enquiry=enquiry).delete()
        enquiry.delete()
        alone = Person.objects.filter(pk=enquiry.person_id, enquiries=None, deliveries=None)
        alone.filter(erasures=None).delete()


def _delete_row(row: Any) -> None:
    row.delete()
