"""What becomes of a delivery after a try that did not bring it home. Pure: rows are not touched."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from leads.crm.base import (
    AuthFailed,
    DestinationError,
    Misconfigured,
    OutcomeUnknown,
    RateLimited,
    Rejected,
    Transient,
)
from leads.delivery.backoff import SHORTEST, backoff, soon
from leads.delivery.claims import CALL_DEADLINE
from leads.models import State

RATE_LIMIT_PAUSE = timedelta(seconds=10)  # where a 429 names no time
REFUSED_PAUSE = timedelta(seconds=60)  # a credential that is refused may be put right any moment
# Only a fault of ours gives up, and not before both: an outage of a CRM never does.
MOST_TRIES = 20
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


class Stopped(Exception):
    """This worker is ending, and another may go on."""


@dataclass(frozen=True, kw_only=True)
class Situation:
    """How things stood when a try ended."""

    now: datetime
    tries: int
    created_at: datetime
    settles_at: datetime | None  # None: nothing that was sent is in doubt
    in_call: bool  # the try ended in the middle of a step, not while looking or preparing
    repeatable: bool  # the destination keeps what that step makes single by itself


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """The delivery's new fields, and how long its destination must rest."""

    news: dict[str, Any] = field(default_factory=dict)
    pause: timedelta | None = None


def verdict(error: Exception, at: Situation) -> Verdict:
    """Return what follows from `error`."""
    match error:
        case Stopped():
            return Verdict(news=_later(at, timedelta(0), waiting=State.PENDING))
        case NotYetCertain():
            wait = max(backoff(at.tries), (at.settles_at or at.now) - at.now)
            return Verdict(news=_later(at, wait))
        case OutcomeUnknown() if at.repeatable:
            return Verdict(news=_failed(error, at, backoff(at.tries)))
        case OutcomeUnknown():
            doubt = {"settles_at": at.now + CALL_DEADLINE, "state": State.UNKNOWN}
            return Verdict(news=_failed(error, at, soon()) | doubt)
        case RateLimited():
            wait = _asked(error, RATE_LIMIT_PAUSE)
            return Verdict(news=_told(error) | _later(at, wait), pause=wait)
        case Transient():
            return Verdict(news=_failed(error, at, _asked(error, backoff(at.tries))))
        case AuthFailed() | Misconfigured():
            return Verdict(news=_told(error) | _later(at, REFUSED_PAUSE), pause=REFUSED_PAUSE)
        case Unreadable():
            end = _dead(at) if at.tries + 1 >= MOST_READS else {}
            return Verdict(news=_failed(error, at, backoff(at.tries)) | end)
        case Rejected():
            return Verdict(news=_told(error) | _dead(at) | _gone(error))
        case _:
            return Verdict(news=_fault(error, at))


def _asked(error: Transient, otherwise: timedelta) -> timedelta:
    if error.retry_after is None:
        return otherwise
    return max(SHORTEST, timedelta(seconds=error.retry_after))


def _failed(error: Exception, at: Situation, wait: timedelta) -> dict[str, Any]:
    return _told(error) | _later(at, wait) | {"tries": at.tries + 1}


def _later(at: Situation, wait: timedelta, waiting: State = State.RETRY) -> dict[str, Any]:
    return {
        "state": State.UNKNOWN if at.settles_at else waiting,
        "due_at": at.now + wait,
        "settles_at": at.settles_at,
    }


def _dead(at: Situation) -> dict[str, Any]:
    return {"state": State.DEAD, "due_at": None, "settles_at": at.settles_at}


def _gone(error: Rejected) -> dict[str, Any]:
    """With the contact, its records are gone: a resend, and only that, makes them anew."""
    return {"refs": {}} if error.fields == CONTACT_GONE else {}


def _fault(error: Exception, at: Situation) -> dict[str, Any]:
    """A fault of ours. In the middle of a step it says nothing about what was applied."""
    doubt = at.now + CALL_DEADLINE if at.in_call and not at.repeatable else at.settles_at
    news = _failed(error, at, backoff(at.tries)) | {"settles_at": doubt}
    if at.tries + 1 >= MOST_TRIES and at.now - at.created_at >= LONGEST_TRIAL:
        return news | {"state": State.DEAD, "due_at": None}
    return news


def _told(error: Exception) -> dict[str, Any]:
    """Only these errors promise a text without personal data."""
    detail = error.detail if isinstance(error, DestinationError | Unreadable) else ""
    return {"error": type(error).__name__[:40], "detail": detail}
