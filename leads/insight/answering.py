"""How soon enquiries were answered by a person, against what was promised. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import Enum
from statistics import median

from leads.insight.enquiries import Lead
from leads.insight.period import Period


class Answer(Enum):
    """How it went with one enquiry. The order is that of the picture, from the ground up."""

    IN_TIME = "In time"
    LATE = "Late"
    OVERDUE = "Overdue"
    WAITING = "Still in time"


def answer_to(lead: Lead, now: datetime) -> Answer | None:
    """Return how it went; None for one that was closed without a word, or had no time set."""
    if lead.due is None:
        return None
    if lead.contacted is not None:
        return Answer.IN_TIME if lead.contacted <= lead.due else Answer.LATE
    if lead.is_closed:
        return None
    return Answer.WAITING if now <= lead.due else Answer.OVERDUE


def answers_by_stretch(
    leads: Iterable[Lead], period: Period, now: datetime
) -> dict[date, Counter[Answer]]:
    """Return how it went with the enquiries of each stretch of a period."""
    by_day = Counter((lead.day, answer_to(lead, now)) for lead in leads)
    found: dict[date, Counter[Answer]] = {each: Counter() for each in period.stretches()}
    for (day, answer), n in by_day.items():
        if answer is not None:
            found[period.stretch(day)][answer] += n
    return found


def usual_wait(leads: Iterable[Lead]) -> timedelta | None:
    """Return the time by the clock within which half of those who were answered were."""
    waits = [(each.contacted - each.at).total_seconds() for each in leads if each.contacted]
    return timedelta(seconds=median(waits)) if waits else None
