"""Where an enquiry becomes a fact, in one transaction: person, enquiry, consent, sales, outbox."""

from __future__ import annotations

import json
import secrets
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from leads.capture.spam.screening import Verdict
from leads.delivery import outbox
from leads.delivery.writing import writing
from leads.models import (
    ConsentEvent,
    ConsentWording,
    Enquiry,
    Handling,
    Kind,
    Person,
    QuizAttempt,
    QuizVersion,
    Screening,
)
from leads.models.enquiry import DECLARED, new_reference
from leads.models.inserting import insert, insert_all
from leads.models.person import normalised
from leads.models.prepared import Prepared
from leads.models.sales import Promise
from leads.models.wording import digest_of

# The namespace of our keys (RFC 9562 §5.5); any constant would do, as long as it never changes.
_NAMESPACE = uuid.UUID("1f4be4b1-6b1c-4f0e-9d5c-0a4c2b6f7d10")
_TRIES = 5

# All that is asked of it is where its receipt is.
_made_before = Prepared(Enquiry, lambda key: Enquiry.objects.filter(pk=key).only("receipt"))


@dataclass(frozen=True, kw_only=True)
class Contact:
    """What the person told us about themselves, as validated."""

    name: str = field(repr=False)
    email: str = field(repr=False)
    company: str = field(repr=False, default="")
    phone: str = field(repr=False, default="")  # E.164
    phone_typed: str = field(repr=False, default="")
    message: str = field(repr=False, default="")
    callback: str = ""  # a `CallbackWish`; the time that was chosen follows
    callback_from: datetime | None = None
    callback_until: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class QuizOutcome:
    """A finished quiz, in words that no later edit can change."""

    version: QuizVersion
    title: str
    answers: Sequence[dict[str, Any]]
    score: int
    max_score: int
    result: str
    sales_note: str
    attempt: QuizAttempt | None = None


@dataclass(frozen=True, kw_only=True)
class Submission:
    """One form, sent. `form_key` names the form that was rendered, not what was typed into it."""

    form_key: str
    contact: Contact
    kind: Kind = Kind.MESSAGE
    is_test: bool = False  # by an editor, to try a quiz: it goes nowhere
    drill: str = ""  # a test that goes to this one destination
    consents: Sequence[tuple[dict[str, str], bool]] = ()
    outcome: QuizOutcome | None = None
    corrects: Enquiry | None = None  # the one that this puts right, or takes a consent back from
    verdict: Verdict = field(default_factory=Verdict)
    attribution: dict[str, Any] = field(default_factory=dict)
    promise: Promise | None = None  # by when it is answered, where the request knows
    page: str = ""  # address of the form, shown with the consent it took

    @cached_property
    def key(self) -> uuid.UUID:
        """Return the enquiry's id: the same form with the same content is the same enquiry.

        Content counts, so that a second person at the same form, or one who went back to correct a
        number, is not answered with somebody else's or with yesterday's receipt.
        """
        contact = {**asdict(self.contact), "email": normalised(self.contact.email)}
        answers = self.outcome.answers if self.outcome else []
        content = [self.form_key, contact, [[box, given] for box, given in self.consents], answers]
        return uuid.uuid5(_NAMESPACE, json.dumps(content, sort_keys=True, default=str))


def find_enquiry(submission: Submission) -> Enquiry | None:
    """Return the enquiry that this very form made before, with this content."""
    return _made_before.first(submission.key)


def record_enquiry(submission: Submission) -> Enquiry:
    """Store an enquiry and its deliveries, or find the one that this very form made before.

    When it returns, everything is on disk; the worker is woken after that. Raises a DatabaseError
    when it cannot be stored, and then nothing was.
    """
    for _ in range(_TRIES):
        try:
            with writing():
                return _store(submission)
        except IntegrityError:  # the other half of a double tap was first, or the reference is used
            known = find_enquiry(submission)
            if known is not None:
                return known
    raise IntegrityError("no unused reference was found")


def _store(submission: Submission) -> Enquiry:
    contact, outcome = submission.contact, submission.outcome
    now = timezone.now()
    # A test says nothing of a person: nobody is to be known by what an editor typed.
    known = Contact(name="", email=contact.email) if submission.is_test else contact
    person, sequence = Person.objects.meet(
        email=known.email or f"tel:{known.phone}",  # who only rang is known by their number
        name=known.name,
        company=known.company,
        phone=known.phone,
    )
    enquiry = Enquiry(
        id=submission.key,
        reference=new_reference(),
        receipt=secrets.token_urlsafe(16),
        person=person,
        sequence=sequence,
        kind=submission.kind,
        is_test=submission.is_test,
        corrects=submission.corrects,
        **asdict(contact),
        article=submission.attribution.get("article", ""),
        article_url=submission.attribution.get("article_url", ""),
        attribution=submission.attribution,
        created_at=now,
    )
    if outcome is not None:
        enquiry.quiz_version, enquiry.attempt = outcome.version, outcome.attempt
        enquiry.quiz = outcome.title
        enquiry.answers = list(outcome.answers)
        enquiry.score, enquiry.max_score = outcome.score, outcome.max_score
        enquiry.result, enquiry.sales_note = outcome.result, outcome.sales_note
    insert(enquiry)
    if submission.kind == Kind.CORRECTION:
        Person.objects.rectify(enquiry)
    _keep_consents(enquiry, submission)
    if submission.verdict.reasons:
        _keep_verdict(enquiry, submission.verdict)
    if not submission.verdict.holds:
        Handling.objects.begin(enquiry, now, submission.promise)
    if enquiry.email:  # CRMs know people by it; who only rang is kept at the desk
        outbox.enqueue(enquiry, held=submission.verdict.holds, drill=submission.drill)
    transaction.on_commit(outbox.wake, robust=True)
    return enquiry


def _keep_verdict(enquiry: Enquiry, verdict: Verdict) -> None:
    insert(
        Screening(enquiry=enquiry, score=verdict.score, reasons=verdict.told(), held=verdict.holds)
    )


def _keep_consents(enquiry: Enquiry, submission: Submission) -> None:
    # What somebody says to take a consent back, or to object, is no wording of a box.
    unasked = submission.kind in DECLARED
    boxes = [] if unasked else [box for box, _ in submission.consents]
    versions = ConsentWording.objects.versions_of(boxes) if boxes else {}
    insert_all(
        [
            ConsentEvent(
                person_id=enquiry.person_id,
                enquiry=enquiry,
                purpose=box["purpose"],
                channel=box["channel"],
                given=given,
                wording=box["wording"],
                version=versions.get(digest_of(box)),
                page=submission.page,
                at=enquiry.created_at,
            )
            for box, given in submission.consents
        ]
    )
