"""One delivery's life in plain words: what happened, what it waits for, what one can do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone

from leads.delivery import words
from leads.delivery.claims import WORKER_LOST
from leads.delivery.settling import DELIVERED
from leads.models import Attempt, Delivery, Errand, State
from leads.models.states import ISOLATED, LIVE, MAILS

_ENDINGS = {
    DELIVERED: "it succeeded",
    WORKER_LOST: "its worker ended in the middle of it, so its outcome was in doubt",
    "Transient": "the destination could not take it",
    "OutcomeUnknown": "the request went out and no answer came back, so its outcome was in doubt",
    "NotYetCertain": "it was looked for and not found, but could still have taken effect",
    "RateLimited": "the destination asked to be left alone for a while",
    "AuthFailed": "the destination refused our credential",
    "Misconfigured": "the destination lacks something that it needs for our records",
    "SwitchedOff": "the destination wants no more deliveries",
    "Rejected": "the destination refused this enquiry",
    "CannotErase": "the destination cannot erase anybody by itself",
    "NotWanted": "there was no more reason to send it",
    "Unreadable": "what is stored of it cannot be read",
    "Stopped": "the worker was stopped before it could go on",
    "NotNow": "it was put back, as the destination may not be called faster",
}


def cause(error: str) -> str:
    """Return what a class of failure means, such as "the destination refused this enquiry"."""
    return _ENDINGS.get(error, f"a fault in Leadline ({error})")


def life(delivery: Delivery) -> Iterator[str]:
    """Yield the delivery's life, a sentence or two each. Nothing personal is in them."""
    yield f"{_what(delivery)} {delivery.destination}, put in {_when(delivery.created_at)}."
    for attempt in delivery.attempts.all():
        yield _attempt(attempt)
    if delivery.refs and isinstance(delivery.refs, dict) and delivery.kind not in MAILS:
        made = ", ".join(f"{step} {ref['id']}" for step, ref in delivery.refs.items())
        yield f"Made so far: {made}."
    if delivery.mapping is not None:
        yield f"Its fields are those of version {delivery.mapping.number} of the mapping."
    if delivery.minimal:
        yield "It was refused once, so only name and address go as fields, and the rest as text."
    if delivery.crashes >= ISOLATED:
        yield f"It ended {delivery.crashes} workers in a row, so a process of its own sends it."
    if delivery.strikes:
        yield f"{delivery.strikes} failures count against it: others were delivered meanwhile."
    yield f"Now: {words.in_words(delivery)}."
    if delivery.state in LIVE and (why := words.hindrance(delivery)):
        yield why
    if advice := _ADVICE.get(delivery.state):
        yield advice.format(pk=delivery.pk)


_ADVICE: dict[str, str] = {
    State.DEAD: "Nothing more happens by itself. When the cause is put right, send it again: "
    "deliveries replay {pk}",
    State.HELD: "It looks like spam. Release it in the admin if it is none.",
}


def _what(delivery: Delivery) -> str:
    if delivery.kind in MAILS:
        about = f", about enquiry {delivery.enquiry.reference}," if delivery.enquiry else ""
        return f"Delivery {delivery.pk}: {_lower(Errand(delivery.kind).label)}{about} by"
    if delivery.kind == Errand.ERASE or delivery.enquiry is None:
        return f"Delivery {delivery.pk}: the erasure of person {delivery.person_id} at"
    return f"Delivery {delivery.pk}: enquiry {delivery.enquiry.reference} for"


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _attempt(attempt: Attempt) -> str:
    ending = _ENDINGS.get(attempt.outcome, f"a fault in Leadline ended it ({attempt.outcome})")
    step = f", at its step “{attempt.step}”" if attempt.step else ""
    status = f" (HTTP {attempt.http_status})" if attempt.http_status else ""
    took = f" after {attempt.milliseconds} ms" if attempt.outcome != WORKER_LOST else ""
    more = ""
    if attempt.times > 1 and attempt.last_at:
        more = f" So did {attempt.times - 1} more, the last {_when(attempt.last_at)}."
    return f"Tried {_when(attempt.started_at)}{step}: {ending}{status}{took}.{more}"


def _when(moment: datetime) -> str:
    local = timezone.localtime(moment)
    return f"on {local.day} {local:%B %Y at %H:%M:%S}"
