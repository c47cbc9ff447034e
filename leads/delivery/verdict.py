"""What becomes of a delivery after a try that did not bring it home. Pure: rows are not touched."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from leads.crm.base import (
    AuthFailed,
    DestinationError,
    Misconfigured,
    NotWanted,
    OutcomeUnknown,
    RateLimited,
    Rejected,
    SwitchedOff,
    Transient,
)
from leads.delivery.backoff import LONGEST, LONGEST_IN_OUTAGE, SHORTEST, backoff, soon
from leads.delivery.claims import CALL_DEADLINE
from leads.delivery.pacing import NotNow
from leads.models import State

RATE_LIMIT_REST = timedelta(seconds=10)  # where a 429 names no time
REFUSED_WAIT = timedelta(seconds=60)
# An outage never gives up: strikes are failures while the destination delivered others.
MOST_STRIKES = 20
LONGEST_TRIAL = timedelta(days=7)
MOST_READS = 5  # of a row that is damaged: time does not mend it, a person may
CONTACT_GONE = ("person",)


class NotYetCertain(Exception):
    """An earlier call is not found, and could still take effect."""


class Unreadable(Exception):
    """The stored enquiry or delivery is damaged: nothing can be told of it, now or later."""

    def __init__(self, cause: Exception) -> None:
        self.detail = f"what is stored of this enquiry cannot be read ({type(cause).__name__})"
        super().__init__(self.detail)


class CannotErase(Exception):
    """The destination has no way to erase somebody: a person must."""

    detail = "this destination cannot erase anybody by itself: remove the person there by hand"


class Stopped(Exception):
    """This worker is ending, and another may go on."""


@dataclass(frozen=True, kw_only=True)
class Situation:
    """How things stood when a try ended."""

    now: datetime
    tries: int
    strikes: int
    failing_since: datetime | None
    others_pass: bool  # since this delivery's last failure the destination delivered another one
    minimal: bool
    settles_at: datetime | None  # None: nothing that was sent is in doubt
    in_call: bool  # the try ended in the middle of a step, not while looking or preparing
    repeatable: bool  # the destination keeps what that step makes single by itself


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """The delivery's new fields, and what the try says of its destination."""

    news: dict[str, Any] = field(default_factory=dict)
    answered: bool | None = None  # whether the destination works; None: the try does not tell
    rest: timedelta | None = None  # how long the destination wants to be left alone
    refused: bool = False  # a person must put something right before anything is delivered
    switched_off: bool = False  # and must say so


def verdict(error: Exception, at: Situation) -> Verdict:
    """Return what follows from `error`."""
    match error:
        case Stopped():
            return Verdict(news=_later(at, timedelta(0), waiting=State.PENDING))
        case NotNow():
            return Verdict(news=_interrupted(at, error.wait))
        case NotYetCertain():
            wait = max(_pause(at), (at.settles_at or at.now) - at.now)
            return Verdict(news=_later(at, wait), answered=True)
        case OutcomeUnknown():
            return Verdict(news=_unknown(error, at), answered=False)
        case RateLimited():
            wait = asked_rest(error) or RATE_LIMIT_REST
            return Verdict(news=_told(error) | _later(at, wait), answered=True, rest=wait)
        case Transient():
            asked = asked_rest(error)
            news = _failed(error, at, asked or _pause(at))
            return Verdict(news=news, answered=False, rest=asked)
        case AuthFailed() | Misconfigured():
            news = _told(error) | _later(at, REFUSED_WAIT)
            return Verdict(news=news, refused=True, switched_off=isinstance(error, SwitchedOff))
        case Rejected():
            return Verdict(news=_refused(error, at), answered=True)
        case NotWanted():
            news = {"state": State.CANCELLED, "due_at": None, "settles_at": None}
            return Verdict(news=_told(error) | news)
        case CannotErase():
            return Verdict(news=_told(error) | _dead(at))
        case Unreadable():
            end = _dead(at) if at.tries + 1 >= MOST_READS else {}
            return Verdict(news=_failed(error, at, backoff(at.tries)) | end)
        case _:
            return Verdict(news=_fault(error, at))


def asked_rest(error: Exception) -> timedelta | None:
    """Return how long the destination asks to be left alone; None where it asks for nothing."""
    if not isinstance(error, Transient):
        return None
    if error.retry_after is None:
        return RATE_LIMIT_REST if isinstance(error, RateLimited) else None
    return max(SHORTEST, timedelta(seconds=error.retry_after))


def _pause(at: Situation) -> timedelta:
    """Long waits are for what only this delivery meets; an outage is over when it is over."""
    return backoff(at.tries, LONGEST if at.others_pass else LONGEST_IN_OUTAGE)


def _failed(
    error: Exception, at: Situation, wait: timedelta, *, ours: bool = False
) -> dict[str, Any]:
    """A failure counts against the delivery only where others pass, or where the fault is ours."""
    since = at.failing_since or at.now
    strikes = at.strikes + (at.others_pass or ours)
    news = _told(error) | _later(at, wait)
    news |= {"tries": at.tries + 1, "strikes": strikes, "failing_since": since}
    if strikes >= MOST_STRIKES and at.now - since >= LONGEST_TRIAL:
        news |= _dead(at)
    return news


def _unknown(error: OutcomeUnknown, at: Situation) -> dict[str, Any]:
    if at.repeatable:
        return _failed(error, at, _pause(at))
    news = _failed(error, at, soon()) | {"settles_at": at.now + CALL_DEADLINE}
    return news if news["state"] == State.DEAD else news | {"state": State.UNKNOWN}


def _interrupted(at: Situation, wait: timedelta) -> dict[str, Any]:
    """Put back between two calls. In the middle of a step, one of them may have been applied."""
    news = _later(at, max(wait, timedelta(0)), waiting=State.PENDING)
    if at.in_call and not at.repeatable:
        news |= {"settles_at": at.now + CALL_DEADLINE, "state": State.UNKNOWN}
    return news


def _later(at: Situation, wait: timedelta, waiting: State = State.RETRY) -> dict[str, Any]:
    return {
        "state": State.UNKNOWN if at.settles_at else waiting,
        "due_at": at.now + wait,
        "waits": wait,
        "settles_at": at.settles_at,
    }


def _refused(error: Rejected, at: Situation) -> dict[str, Any]:
    """Once, the least that sales can work with is tried; what is refused then is a person's."""
    if at.minimal or error.fields == CONTACT_GONE:
        return _told(error) | _dead(at) | _gone(error)
    return _told(error) | _later(at, soon()) | {"minimal": True}


def _dead(at: Situation) -> dict[str, Any]:
    return {
        "state": State.DEAD,
        "due_at": None,
        "settles_at": at.settles_at,
        "died_at": at.now,
    }


def _gone(error: Rejected) -> dict[str, Any]:
    """With the contact, its records are gone: a resend, and only that, makes them anew."""
    return {"refs": {}} if error.fields == CONTACT_GONE else {}


def _fault(error: Exception, at: Situation) -> dict[str, Any]:
    """A fault of ours. In the middle of a step it says nothing about what was applied."""
    doubt = at.now + CALL_DEADLINE if at.in_call and not at.repeatable else at.settles_at
    return _failed(error, at, backoff(at.tries), ours=True) | {"settles_at": doubt}


def _told(error: Exception) -> dict[str, Any]:
    """Only these errors promise a text without personal data."""
    kinds = DestinationError | Unreadable | CannotErase
    detail = error.detail if isinstance(error, kinds) else ""
    return {"error": type(error).__name__[:40], "detail": detail}
