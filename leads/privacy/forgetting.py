"""Forgetting a person: at once here, and at every destination as soon as it can be reached.

What is left are the numbers that say nothing about anybody (when, which quiz, score and result,
which article) and the proof that the person was erased.
"""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.utils import timezone

from leads.delivery import outbox
from leads.models import Enquiry, Erasure, Event, Handling, Person, QuizAttempt
from leads.models.enquiry import REFERENCE_LETTERS
from leads.models.erasure import fingerprint

_NOTHING: dict[str, Any] = {
    "name": "",
    "email": "",
    "company": "",
    "phone": "",
    "phone_typed": "",
    "message": "",
    "sales_note": "",
    "answers": [],
    "attribution": {},
    "article_url": "",
}


def forget(person: Person, asked_by: User | None = None) -> Erasure:
    """Erase what is held of a person, and have every destination do so. Returns the proof of it.

    `asked_by` is the member of staff who acts for the person, None for the person. Deliveries that
    wait are cancelled. Asked again, with nothing new to erase, it is the same erasure.
    """
    with transaction.atomic():
        person = Person.objects.select_for_update().get(pk=person.pk)
        before = Erasure.objects.filter(person=person).first()
        if before is not None and not person.enquiries.filter(erased_at=None).exists():
            return before
        erasure = Erasure.objects.create(
            token=secrets.token_urlsafe(16),
            reference="E-" + "".join(secrets.choice(REFERENCE_LETTERS) for _ in range(8)),
            person=person,
            fingerprint=fingerprint(person.email),
            asked_by=asked_by,
            asked_at=timezone.now(),
        )
        _wipe(person)
        outbox.erase(person)
        transaction.on_commit(outbox.wake, robust=True)
    finish(erasure)
    return erasure


def finish_all() -> int:
    """Finish every erasure that all destinations have carried out. Returns how many those were."""
    return sum(finish(each) for each in Erasure.objects.open().select_related("person"))


def finish(erasure: Erasure) -> bool:
    """Remove the address too once no destination needs it any more. Returns whether that is done.

    Until then it is all that is left: a destination can be asked to forget nobody else by it. An
    address that has enquired anew since is its new enquiry's.
    """
    with transaction.atomic():
        if erasure.person_id is not None:
            person = Person.objects.select_for_update().get(pk=erasure.person_id)
            if not outbox.is_erased(person):
                return False
            _let_go(person)
        Erasure.objects.filter(pk=erasure.pk).update(finished_at=timezone.now())
    _leave_no_trace()
    return True


def _wipe(person: Person) -> None:
    now = timezone.now()
    theirs = Enquiry.objects.filter(person=person, erased_at=None)
    QuizAttempt.objects.filter(enquiries__in=theirs).update(answers={}, attribution={})
    Event.objects.filter(enquiry__in=theirs).blank()
    Handling.objects.filter(enquiry__in=theirs).forget(now)
    theirs.update(erased_at=now, **_NOTHING)
    Person.objects.filter(pk=person.pk).update(name="", company="", phone="")


def _let_go(person: Person) -> None:
    person.deliveries.filter(enquiry__erased_at__isnull=False).update(refs={}, detail="")
    if not person.enquiries.filter(erased_at=None).exists():
        nobody = f"erased-{person.pk}@erased.invalid"  # a name that nobody can have (RFC 2606)
        Person.objects.filter(pk=person.pk).update(email=nobody)


def _leave_no_trace() -> None:
    """Have SQLite write over what its log still holds: `secure_delete` reaches only the database.

    A reader in the middle of something keeps the log as it is; the next time will do.
    """
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
