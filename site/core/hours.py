"""When the firm answers the telephone: pure rules over a week, bank holidays and closed days."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

import holidays
from django.utils import timezone

# The parts of the UK have bank holidays of their own (https://www.gov.uk/bank-holidays).
REGIONS = [
    ("ENG", "England"),
    ("WLS", "Wales"),
    ("SCT", "Scotland"),
    ("NIR", "Northern Ireland"),
    ("", "None: we are open on bank holidays"),
]
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_FURTHEST = 366  # days looked ahead for the next opening


@dataclass(frozen=True)
class Period:
    """Hours that are the same on several days of the week; 0 is Monday."""

    days: frozenset[int]
    opens: time
    closes: time


@dataclass(frozen=True)
class Opening:
    """Whether the firm can be rung at a moment. `changes` is when that next becomes untrue."""

    now: datetime
    is_open: bool
    changes: datetime | None

    @property
    def words(self) -> str:
        """What to tell a reader, such as "We are open until 17:30."; "" if there are no hours."""
        if self.changes is None:
            return ""
        if self.is_open:
            return f"We are open until {clock(self.changes)}."
        day = _day(self.changes.date(), self.now.date())
        return f"Leave your number, and we ring from {clock(self.changes)} {day}."


@dataclass(frozen=True)
class Hours:
    """A week's opening hours, without the days on which the firm is closed."""

    periods: tuple[Period, ...] = ()
    region: str = ""
    closed: frozenset[date] = field(default_factory=frozenset)

    def on(self, day: date) -> list[tuple[time, time]]:
        """Return when the firm opens and closes on a day, earliest first; empty if it does not."""
        if day in self.closed or (self.region and day in _bank_holidays(self.region)):
            return []
        return sorted(
            (period.opens, period.closes)
            for period in self.periods
            if day.weekday() in period.days and period.opens < period.closes
        )

    def spans(self, day: date) -> list[tuple[datetime, datetime]]:
        """Return from when to when it is open on a day, as moments; hours that touch are one."""
        merged: list[tuple[time, time]] = []
        for opens, closes in self.on(day):
            if merged and opens <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(merged[-1][1], closes))
            else:
                merged.append((opens, closes))
        return [(_on(day, opens), _on(day, closes)) for opens, closes in merged]

    def at(self, moment: datetime) -> Opening:
        """Return whether the firm is open at a moment (aware), and until when that holds."""
        now = timezone.localtime(moment)
        for opens, closes in self.on(now.date()):
            if opens <= now.time() < closes:
                return Opening(now, True, self._end(now, closes))
        return Opening(now, False, self.next_opening(now))

    def next_opening(self, moment: datetime) -> datetime | None:
        """Return when the firm next opens after a moment; None if that is not within a year."""
        now = timezone.localtime(moment)
        for ahead in range(_FURTHEST):
            day = now.date() + timedelta(days=ahead)
            for opens, _ in self.on(day):
                opening = _on(day, opens)
                if opening > now:
                    return opening
        return None

    def _end(self, now: datetime, closes: time) -> datetime:
        """Return when it closes, running on through hours that touch or overlap."""
        for opens, later in self.on(now.date()):
            if opens <= closes < later:
                closes = later
        return _on(now.date(), closes)


def clock(moment: datetime | time) -> str:
    """Return a time as British readers write it: 9:00, 17:30."""
    return f"{moment.hour}:{moment.minute:02}"


def window(begins: datetime, ends: datetime) -> str:
    """Return a time on a day by the firm's clock: "Friday 27 November, 9:00 to 10:00"."""
    first, last = timezone.localtime(begins), timezone.localtime(ends)
    return f"{DAYS[first.weekday()]} {first.day} {first:%B}, {clock(first)} to {clock(last)}"


def midnight(day: date) -> datetime:
    """Return when a day begins by the firm's clock."""
    return _on(day, time.min)


def _day(day: date, today: date) -> str:
    """Name a day as somebody would say it today."""
    ahead = (day - today).days
    if ahead < 2:
        return ("today", "tomorrow")[ahead]
    name = DAYS[day.weekday()]
    return f"on {name}" if ahead < 7 else f"on {name} {day.day} {day:%B}"


def _on(day: date, at: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, at))


def load_bank_holidays() -> None:
    """Load what the first question about a day would otherwise wait for."""
    _bank_holidays("ENG")


@functools.cache
def _bank_holidays(region: str) -> holidays.HolidayBase:
    return holidays.country_holidays("GB", subdiv=region)
