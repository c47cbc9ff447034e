"""The clock of a promise: it runs while the firm is open, and stands still by night. Pure."""

from __future__ import annotations

from datetime import datetime

from core.hours import Hours
from core.working_time import add_working_minutes, working_minutes


def warns_until(now: datetime, minutes: int, hours: Hours) -> datetime | None:
    """Return the last due time of which it is time to warn, `minutes` of opening hours before it.

    None while the firm is closed: nobody is there to be warned. With 0 minutes, nobody ever is.
    """
    if not minutes or not is_at_work(now, hours):
        return None
    return add_working_minutes(now, minutes, hours)


def has_waited(since: datetime, now: datetime, minutes: int, hours: Hours) -> bool:
    """Tell whether the firm has been open for so many minutes since then; never with 0."""
    return bool(minutes) and working_minutes(since, now, hours) >= minutes


def is_at_work(now: datetime, hours: Hours) -> bool:
    """Tell whether somebody is there to answer. A firm without hours works around the clock."""
    return not hours.periods or hours.at(now).is_open
