"""Enquiries that nobody sent, to try the desk with and to measure it: all from one domain."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from leads.models import OPEN, Delivery, Enquiry, Event, Handling, Happening, Person, Stage, State

DOMAIN = "seeded.example"  # no mailbox can be there (RFC 2606)
BATCH = 1000
_SOURCES = ("google", "linkedin", "newsletter", "", "")
_RESULTS = ("In good hands", "Some gaps", "At risk")
_CATEGORIES = ("Backups", "Security", "Planning")


def add(count: int) -> None:
    """Add so many enquiries, spread over the last year, in every state; none is delivered."""
    chance = random.Random(count)  # noqa: S311 - the same number makes the same enquiries
    owners: list[Any] = list(get_user_model().objects.filter(sales_person__isnull=False)) or [None]
    for begin in range(0, count, BATCH):
        with transaction.atomic():
            _batch(min(BATCH, count - begin), chance, owners)


def remove() -> int:
    """Remove all that were added. Returns how many those were."""
    theirs = Person.objects.filter(email__endswith=f"@{DOMAIN}")
    enquiries = Enquiry.objects.filter(person__in=theirs)
    with transaction.atomic():
        count = enquiries.count()
        Delivery.objects.filter(person__in=theirs).delete()
        enquiries.delete()
        theirs.delete()
    return count


def _batch(count: int, chance: random.Random, owners: list[Any]) -> None:
    now = timezone.now()
    people = Person.objects.bulk_create(_people(count))
    enquiries = [_enquiry(person, now, chance) for person in people]
    Enquiry.objects.bulk_create(enquiries)
    handlings = [_handling(each, now, chance, owners) for each in enquiries]
    Handling.objects.bulk_create(handlings)
    Event.objects.bulk_create(
        Event(enquiry=each, at=each.created_at, kind=Happening.NOTE, text="Made up, to measure.")
        for each in enquiries
    )
    Delivery.objects.bulk_create(_delivery(each) for each in enquiries)


def _people(count: int) -> Iterator[Person]:
    for _ in range(count):
        mark = uuid.uuid4().hex[:10]
        yield Person(email=f"{mark}@{DOMAIN}", name=f"Seeded {mark[:4].upper()}", enquiry_count=1)


def _enquiry(person: Person, now: datetime, chance: random.Random) -> Enquiry:
    score = chance.randrange(19)
    source = chance.choice(_SOURCES)
    return Enquiry(
        id=uuid.uuid4(),
        reference=f"L-{uuid.uuid4().hex[:8].upper()}",
        receipt=uuid.uuid4().hex,
        person=person,
        sequence=1,
        kind="quiz",
        name=person.name,
        email=person.email,
        company=f"Seeded firm {chance.randrange(400)}",
        message="Made up, to measure how the desk copes with many. " * chance.randrange(1, 6),
        quiz="A seeded quiz",
        answers=[_answer(number, chance) for number in range(8)],
        score=score,
        max_score=18,
        result=_RESULTS[score // 7],
        article=f"Seeded article {chance.randrange(12)}",
        attribution={"seeded": True, **({"source": source} if source else {})},
        created_at=now - timedelta(minutes=chance.randrange(365 * 24 * 60)),
    )


def _answer(number: int, chance: random.Random) -> dict[str, Any]:
    chosen = chance.randrange(4)
    return {
        "question_id": f"seeded-{number}",
        "kind": "single",
        "question": f"Seeded question {number + 1}?",
        "answer": f"Seeded answer {chosen + 1}",
        "option_ids": [f"seeded-{number}-{chosen}"],
        "categories": [_CATEGORIES[number % 3]],
        "points": {_CATEGORIES[number % 3]: chosen},
    }


def _handling(
    enquiry: Enquiry, now: datetime, chance: random.Random, owners: list[Any]
) -> Handling:
    state = chance.choice(list(Stage))
    due = now + timedelta(minutes=chance.randrange(-3000, 9000))
    reached = state not in (Stage.NEW, Stage.CLAIMED)
    waited = timedelta(minutes=chance.randrange(5, 600))
    return Handling(
        enquiry=enquiry,
        state=state,
        owner=None if state == Stage.NEW else chance.choice(owners),
        due_at=due if not reached else enquiry.created_at + timedelta(hours=2),
        act_by=due if state in OPEN else None,
        claimed_at=None if state == Stage.NEW else enquiry.created_at + waited / 2,
        first_contact_at=enquiry.created_at + waited if reached else None,
        next_step="Ring again" if reached and state in OPEN else "",
        next_step_at=due if reached and state in OPEN else None,
        closed_at=None if state in OPEN else enquiry.created_at + timedelta(days=3),
    )


def _delivery(enquiry: Enquiry) -> Delivery:
    """One that is over: the worker never comes to it."""
    return Delivery(
        enquiry=enquiry,
        person=enquiry.person,
        sequence=1,
        destination="seeded",
        state=State.DELIVERED,
        refs={"person": {"id": enquiry.reference}},
        created_at=enquiry.created_at,
        delivered_at=enquiry.created_at + timedelta(seconds=2),
    )
