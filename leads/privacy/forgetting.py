"""Forgetting a person: at once here, and at every destination as soon as it can be reached.

What is left are the numbers that say nothing about anybody (when, which quiz, score and result,
which article) and the proof that the person was erased.
"""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.utils import timezone

from leads.delivery import outbox
from leads.models import Delivery, Enquiry, Erasure, Handling, Person, QuizAttempt
from leads.models.enquiry import REFERENCE_LETTERS
from leads.models.erasure import fingerprint
from leads.privacy import ledger


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
        erasure = _begin(person, _new_reference(), timezone.now(), asked_by)
        outbox.erase(person)
        transaction.on_commit(outbox.wake, robust=True)
    finish(erasure)
    return erasure


def forget_again(person: Person, entry: ledger.Entry) -> Erasure:
    """Erase somebody whom a backup brought back, under the reference that they were given.

    Destinations that had confirmed it are left alone: what they hold has come later.
    """
    with transaction.atomic():
        person = Person.objects.select_for_update().get(pk=person.pk)
        erasure = _begin(person, entry.reference, entry.asked_at, None)
        if entry.finished_at is None:
            outbox.erase(person)
        else:
            outbox.cancel(person)
    finish(erasure)
    return erasure


def expire(person: Person) -> None:
    """Remove what is held of a person here, its time being up. No destination is told.

    What the CRM holds is kept there as long as the firm's customer records are.
    """
    with transaction.atomic():
        person = Person.objects.select_for_update().get(pk=person.pk)
        outbox.cancel(person)
        _wipe(person)
        _let_go(person)


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
        erasure.finished_at = timezone.now()
        erasure.save(update_fields=["finished_at"])
        transaction.on_commit(lambda: ledger.note(erasure), robust=True)
    leave_no_trace()
    return True


def leave_no_trace() -> None:
    """Have SQLite write over what its log still holds: `secure_delete` reaches only the database.

    A reader in the middle of something keeps the log as it is; the next time will do.
    """
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _begin(person: Person, reference: str, asked_at: datetime, asked_by: User | None) -> Erasure:
    erasure = Erasure.objects.create(
        token=secrets.token_urlsafe(16),
        reference=reference,
        person=person,
        fingerprint=fingerprint(person.email),
        asked_by=asked_by,
        asked_at=asked_at,
    )
    _wipe(person)
    transaction.on_commit(lambda: ledger.note(erasure), robust=True)
    return erasure


def _wipe(person: Person) -> None:
    now = timezone.now()
    theirs = Enquiry.objects.filter(person=person, erased_at=None)
    Handling.objects.filter(enquiry__in=theirs).forget(now)
    QuizAttempt.objects.filter(enquiries__in=theirs).update(**QuizAttempt.wiped)
    for relation in Enquiry._meta.related_objects:
        model: Any = relation.related_model
        if model is not Delivery and model is not Enquiry and model.wiped:
            named = {f"{relation.field.name}__in": theirs}
            model._default_manager.filter(**named).update(**model.wiped)
    theirs.update(erased_at=now, **Enquiry.wiped)
    Person.objects.filter(pk=person.pk).update(**Person.wiped)


def _let_go(person: Person) -> None:
    person.deliveries.filter(enquiry__erased_at__isnull=False).update(**Delivery.wiped)
    if not person.enquiries.filter(erased_at=None).exists():
        nobody = f"erased-{person.pk}@erased.invalid"  # a name that nobody can have (RFC 2606)
        Person.objects.filter(pk=person.pk).update(email=nobody)


def _new_reference() -> str:
    return "E-" + "".join(secrets.choice(REFERENCE_LETTERS) for _ in range(8))
