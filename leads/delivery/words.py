"""A delivery's state as a salesperson reads it. Texts only, and nothing personal in them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from leads.crm.base import NotWanted, Ref
from leads.delivery import registry
from leads.delivery.claims import WORKER_LOST
from leads.delivery.known import circuits
from leads.models import Cause, Circuit, Delivery, Errand, State
from leads.models.states import MAILS

# "main: POST /crm/v3/objects/notes: HTTP 503" says where for the log and what for everybody.
_WHERE = re.compile(r"^[^:]{1,60}: (?:[A-Z]{3,7} )?/\S*: ")
_OURS = "a fault in Leadline; its log says more"
_RENAMED = {
    "AuthFailed": "the CRM refuses our credential",
    "Misconfigured": "the CRM's set-up",
    "SwitchedOff": "the CRM wants no more deliveries",
}


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What a state depends on besides its row: load it once for a whole list."""

    now: datetime
    destinations: frozenset[str]
    circuits: Mapping[str, Circuit] = field(default_factory=dict)


def surroundings() -> Surroundings:
    """Return how things stand now. One query."""
    return Surroundings(
        now=timezone.now(),
        destinations=frozenset(registry.destinations()),
        circuits=circuits(),
    )


def record(delivery: Delivery) -> Ref | None:
    """Return the record that stands for the person in the CRM, or None while there is none."""
    refs = delivery.refs if isinstance(delivery.refs, dict) else {}  # text, when it is damaged
    first = refs.get("person") or next(iter(refs.values()), None)
    return Ref(**first) if first else None


def in_words(delivery: Delivery, around: Surroundings | None = None) -> str:
    """Return where the delivery stands, such as "In CRM as 501 (main)".

    Give `around` when there are many to describe; without it, one query is made.
    """
    around = around or surroundings()
    if delivery.kind in MAILS:
        return f"{Errand(delivery.kind).label}: {_of_mail(delivery, around)}"
    return _of_delivery(delivery, around)


def _of_mail(delivery: Delivery, around: Surroundings) -> str:
    if delivery.state == State.DELIVERED and delivery.delivered_at is not None:
        return f"sent at {_clock(delivery.delivered_at, around.now)}"
    told = _of_delivery(delivery, around)
    return told[:1].lower() + told[1:]


def _of_delivery(delivery: Delivery, around: Surroundings) -> str:
    match State(delivery.state):
        case State.DELIVERED if delivery.kind == Errand.ERASE:
            left = f". To remove by hand: {delivery.detail}" if delivery.detail else ""
            return f"Erased ({delivery.destination}){left}"
        case State.DELIVERED:
            made = record(delivery)
            name = f" as {made.id}" if made else ""
            return f"In CRM{name} ({delivery.destination})"
        case State.DEAD:
            return f"Failed: {_why(delivery.error, delivery.detail)}{_tries(delivery)}"
        case State.HELD:
            return "Held back: not sent until somebody releases it"
        case State.CANCELLED if delivery.error == NotWanted.__name__:
            return f"Not sent: {delivery.detail}"
        case State.CANCELLED:
            return "Cancelled: it will not be sent"
        case State.LEASED if delivery.destination in around.destinations:
            return f"Being sent to {delivery.destination}"
        case _:
            return _waiting(delivery, around)


def hindrance(delivery: Delivery, around: Surroundings | None = None) -> str:
    """Return why a delivery that is due is not sent at once, or "" when nothing is in its way."""
    around = around or surroundings()
    name = delivery.destination
    if name not in around.destinations:
        return f"No destination “{name}” is set up any more."
    if why := obstacle(around.circuits.get(name), around.now):
        return f"{why}. After that it goes by itself."
    if Delivery.objects.earlier(delivery).exists():
        return "An earlier enquiry of the same person goes first, and is not delivered yet."
    return ""


def obstacle(circuit: Circuit | None, now: datetime) -> str:
    """Return what keeps everything from being sent to a destination, or "" when nothing does."""
    if circuit is None:
        return ""
    name, why = circuit.destination, _why(circuit.error, circuit.detail)
    since = _clock(circuit.since, now) if circuit.since else ""
    if circuit.stopped_at is not None:
        return f"{name} is paused by hand, since {_clock(circuit.stopped_at, now)}"
    if circuit.rests_until is not None and circuit.rests_until > now:
        asks = _WHERE.sub("", circuit.rest_detail)
        return f"{name} is left alone until {_clock(circuit.rests_until, now)}, as it asks: {asks}"
    match Cause(circuit.cause):
        case Cause.OUTAGE:
            return f"{name} has not answered since {since}: {why}; tried again within a minute"
        case Cause.REFUSED:
            return f"{name} has been paused since {since}: {why}; tried again within a minute"
        case Cause.SWITCHED_OFF:
            return f"{name} has been paused since {since}, until somebody resumes it: {why}"
    return ""


def _waiting(delivery: Delivery, around: Surroundings) -> str:
    if delivery.destination not in around.destinations:
        return f"Waiting: no destination “{delivery.destination}” is set up any more"
    if why := obstacle(around.circuits.get(delivery.destination), around.now):
        return f"Waiting: {why}"
    if delivery.state == State.PENDING:
        return "Waiting"
    at = _clock(max(delivery.due_at or around.now, around.now), around.now)
    if delivery.state == State.UNKNOWN:
        return f"Checking at {at} whether it arrived{_because(delivery)}"
    return f"Trying again at {at}{_because(delivery)}"


def _because(delivery: Delivery) -> str:
    if not delivery.error:
        return ""
    return f": {_why(delivery.error, delivery.detail)}{_tries(delivery)}"


def _why(error: str, detail: str) -> str:
    if error == WORKER_LOST:
        return detail
    if not detail:
        return f"{_OURS} ({error})"
    what = _WHERE.sub("", detail)
    return f"{_RENAMED[error]}: {what}" if error in _RENAMED else what


def _tries(delivery: Delivery) -> str:
    if not delivery.tries:
        return ""
    return f" ({delivery.tries} {'try' if delivery.tries == 1 else 'tries'})"


def _clock(moment: datetime, now: datetime) -> str:
    """Return the time by the firm's clock, with the day unless it is today."""
    local = timezone.localtime(moment)
    if local.date() == timezone.localtime(now).date():
        return f"{local:%H:%M}"
    return f"{local.day} {local:%b %H:%M}"
