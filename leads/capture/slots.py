"""The times at which a visitor may ask to be rung, cut out of the firm's opening hours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property, lru_cache

from django.utils import timezone

from core.hours import Hours, clock, window

_FURTHEST = 60  # days looked ahead
_FORM = "%Y-%m-%dT%H:%MZ"


@dataclass(frozen=True)
class Slot:
    """From when to when somebody would like to be rung: two moments in UTC."""

    begins: datetime
    ends: datetime

    @cached_property
    def value(self) -> str:
        """What a form sends for it: "2026-11-27T09:00Z/2026-11-27T10:00Z"."""
        return f"{self.begins.strftime(_FORM)}/{self.ends.strftime(_FORM)}"

    @classmethod
    def read(cls, value: str) -> Slot | None:
        """Return the slot with this value, whether or not it may be chosen; None if it is none."""
        begins, ends = (_moment(part) for part in (value.partition("/")[::2]))
        return cls(begins, ends) if begins and ends else None

    def words(self, today: date) -> str:
        """Return it by the firm's clock: "Friday 27 November, 9:00 to 10:00", "Today, …"."""
        first, last = timezone.localtime(self.begins), timezone.localtime(self.ends)
        if first.date() == today:
            return f"Today, {clock(first)} to {clock(last)}"
        return window(self.begins, self.ends)


@dataclass(frozen=True)
class Terms:
    """How long a slot is, how soon the first may begin, and on how many open days there are any."""

    length: timedelta
    notice: timedelta
    days: int


def offered(hours: Hours, terms: Terms, now: datetime, chosen: str = "") -> list[Slot]:
    """Return the slots that a visitor may choose at `now` (aware), soonest first.

    The one that they have `chosen` already (its value) stays until it begins, without the notice.
    """
    found: list[Slot] = []
    days = 0
    for ahead in range(_FURTHEST):
        if days == terms.days:
            break
        day = timezone.localtime(now).date() + timedelta(days=ahead)
        today = [
            slot
            for slot in _on(hours, terms.length, day)
            if slot.begins >= now + terms.notice or (slot.value == chosen and slot.begins > now)
        ]
        found += today
        days += bool(today)
    return found


def nearest(slots: Sequence[Slot], value: str, count: int = 3) -> list[Slot]:
    """Return those of `slots` that begin closest to the one with this value, soonest first."""
    wished = _moment(value.partition("/")[0])
    if wished is None:
        return list(slots[:count])
    close = sorted(slots, key=lambda slot: abs(slot.begins - wished))[:count]
    return sorted(close, key=lambda slot: slot.begins)


@lru_cache(maxsize=512)
def _on(hours: Hours, length: timedelta, day: date) -> tuple[Slot, ...]:
    """Return the slots of a day. Each visitor who sends a form is offered those of many days."""
    return tuple(_cut(hours, length, day))


def _cut(hours: Hours, length: timedelta, day: date) -> Iterator[Slot]:
    for opens, closes in hours.spans(day):
        # In UTC an hour is an hour, also in the night in which the clocks change.
        begins, end = opens.astimezone(UTC), closes.astimezone(UTC)
        while begins < end:
            until = min(begins + length, end)
            if end - until < length / 2:  # too short for a slot of its own
                until = end
            slot = Slot(begins, until)
            if _is_open(hours, slot):
                yield slot
            begins = until


def _is_open(hours: Hours, slot: Slot) -> bool:
    """Tell whether the firm is open throughout.

    Hours by night may name times that the clock leaves out in spring, or shows twice in autumn.
    """
    middle, last = slot.begins + (slot.ends - slot.begins) / 2, slot.ends - timedelta(seconds=1)
    return all(hours.at(moment).is_open for moment in (slot.begins, middle, last))


def _moment(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, _FORM).replace(tzinfo=UTC)
    except ValueError:
        return None
