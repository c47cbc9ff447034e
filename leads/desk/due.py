"""By when something is to be done, and how an enquiry stands, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from core.hours import DAYS, clock
from leads.models import Handling, Stage
from leads.sales.people import name_of

SOON = timedelta(hours=1)


@dataclass(frozen=True)
class Due:
    """What is due: "Answer", and when: "in 20 minutes". `tone` is late, soon, later or none."""

    what: str
    when: str
    tone: str


def due(handling: Handling | None, now: datetime) -> Due:
    """Return what is next to be done about an enquiry, in words."""
    if handling is None:
        return Due("", "Nothing to do", "none")
    if not handling.is_open:
        at = f" on {day_words(handling.closed_at, now)}" if handling.closed_at else ""
        return Due("", f"{Stage(handling.state).label}{at}", "none")
    if handling.act_by is None:
        return Due("", "No next step", "none")
    answered = handling.first_contact_at is not None
    what = (handling.next_step or "Next step") if answered else "Answer"
    return Due(what, *_when(handling.act_by, now))


def day_words(moment: datetime, now: datetime) -> str:
    """Return a day as somebody would say it today: "today", "Friday", "3 December"."""
    local, today = timezone.localtime(moment).date(), timezone.localtime(now).date()
    ahead = (local - today).days
    if -1 <= ahead <= 1:
        return ("yesterday", "today", "tomorrow")[ahead + 1]
    if 1 < ahead < 7:
        return DAYS[local.weekday()]
    year = f" {local.year}" if local.year != today.year else ""
    return f"{local.day} {local:%B}{year}"


def since_when(handling: Handling, now: datetime) -> str:
    """Return who took it, and when: "Sam Hill has it since today, 10:02."; "" where nobody has."""
    if handling.owner is None or handling.claimed_at is None:
        return ""
    at = timezone.localtime(handling.claimed_at)
    return f"{name_of(handling.owner)} has it since {day_words(at, now)}, {clock(at)}."


def _when(at: datetime, now: datetime) -> tuple[str, str]:
    if at < now:
        return f"overdue by {_length(now - at)}", "late"
    if at - now < SOON:
        return f"due in {_length(at - now)}", "soon"
    return f"due {day_words(at, now)}, {clock(timezone.localtime(at))}", "later"


def _length(span: timedelta) -> str:
    """Return a length of time in its largest unit: "20 minutes", "3 hours", "2 days"."""
    minutes = max(int(span / timedelta(minutes=1)), 1)
    for size, unit in ((24 * 60, "day"), (60, "hour"), (1, "minute")):
        if minutes >= size:
            number = minutes // size
            return f"{number} {unit}{'' if number == 1 else 's'}"
    return ""
