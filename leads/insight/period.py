"""The days that a report looks at, and the stretches that its pictures show them in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from core.hours import midnight

USUAL = 28
SPANS = [(7, "7 days"), (28, "4 weeks"), (91, "13 weeks"), (365, "a year")]
_LONGEST = 3660  # days: ten years
_DAY = timedelta(days=1)
_DAILY, _WEEKLY = 45, 280  # up to so many days


@dataclass(frozen=True)
class Period:
    """Days by the firm's clock, both ends included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def starts(self) -> datetime:
        return midnight(self.first)

    @property
    def ends(self) -> datetime:
        """The first moment that is not in it any more."""
        return midnight(self.last + _DAY)

    @property
    def before(self) -> Period:
        """As many days, just before these."""
        return Period(self.first - self.days * _DAY, self.first - _DAY)

    @property
    def words(self) -> str:
        """Such as "30 October to 26 November 2026"."""
        same_year = self.first.year == self.last.year
        first = f"{self.first.day} {self.first:%B}" + ("" if same_year else f" {self.first.year}")
        return f"{first} to {self.last.day} {self.last:%B %Y}"

    @property
    def unit(self) -> str:
        """What its pictures have a column for: "day", "week" or "month"."""
        return "day" if self.days <= _DAILY else "week" if self.days <= _WEEKLY else "month"

    def stretch(self, day: date) -> date:
        """Return the day that stands for the day, week or month which a picture shows it in."""
        if self.unit == "week":
            return max(self.first, day - timedelta(days=day.weekday()))
        return max(self.first, day.replace(day=1)) if self.unit == "month" else day

    def stretches(self) -> list[date]:
        """Return what stands for each stretch, in order, also those in which nothing was."""
        days = (self.first + number * _DAY for number in range(self.days))
        return list(dict.fromkeys(self.stretch(day) for day in days))

    def name(self, stretch: date) -> str:
        """Return what a table calls a stretch."""
        if self.unit == "month":
            return f"{stretch:%B %Y}"
        words = f"{stretch:%a} {stretch.day} {stretch:%B %Y}"
        return f"Week from {words}" if self.unit == "week" else words

    def short_name(self, stretch: date) -> str:
        """Return what a picture calls a stretch."""
        if self.unit == "month":
            return f"{stretch:%b %Y}"
        return f"{stretch.day} {stretch:%b}"


def lately(days: int = USUAL) -> Period:
    """Return the last days, today included."""
    today = timezone.localdate()
    return Period(today - timedelta(days=days - 1), today)


class PeriodForm(forms.Form):
    """Which days. Nothing chosen means the last four weeks."""

    first = forms.DateField(
        required=False,
        label="From",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    last = forms.DateField(
        required=False,
        label="To",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and first > last:
            self.add_error("last", "The last day is before the first.")
        if first and (timezone.localdate() - first).days > _LONGEST:
            self.add_error("first", "That is more than ten years ago.")
        return cleaned

    def period(self) -> Period:
        """Return what is asked for; the usual where nothing is, or what is makes no sense."""
        usual = lately()
        if not self.is_valid():
            return usual
        last = min(self.cleaned_data["last"] or usual.last, usual.last)
        first = self.cleaned_data["first"] or last - timedelta(days=USUAL - 1)
        return Period(min(first, last), last)


def spans() -> list[tuple[str, str]]:
    """Return the queries that ask for the usual spans, and their names."""
    return [(f"first={lately(days).first}&last={lately(days).last}", name) for days, name in SPANS]
