"""Minutes that count only while the firm is open: whatever the hours, the day or the clocks do."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.hours import Hours, Period
from core.working_time import add_working_minutes, working_minutes
from tests.core.test_hours import OFFICE, london

MINUTE = timedelta(minutes=1)
times = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 45]))
periods = st.builds(Period, st.frozensets(st.integers(0, 6), min_size=1), times, times)
weeks = st.lists(periods, min_size=1, max_size=3).map(tuple)
# Both changes of the clocks, the bank holidays of Easter and Christmas, and a leap day.
days = st.sampled_from(
    [date(2026, 3, 28), date(2026, 10, 24), date(2026, 4, 2), date(2026, 12, 24), date(2028, 2, 28)]
)
starts = st.builds(
    lambda day, minutes: datetime(day.year, day.month, day.day, tzinfo=UTC) + minutes * MINUTE,
    days,
    st.integers(0, 3 * 24 * 60),
)
all_hours = st.builds(
    Hours, weeks, st.sampled_from(["ENG", "SCT", ""]), st.frozensets(days, max_size=2)
)
MIDNIGHT = Hours((Period(frozenset(range(7)), time(0), time(5)),))


def opens_at_all(hours: Hours, start: datetime) -> bool:
    return hours.next_opening(start) is not None


@pytest.mark.parametrize(
    ("start", "minutes", "due"),
    [
        ("2026-11-23 09:00", 120, "2026-11-23 11:00"),
        ("2026-11-23 16:30", 120, "2026-11-24 10:00"),
        ("2026-11-23 16:30", 60, "2026-11-23 17:30"),
        ("2026-11-27 20:00", 30, "2026-11-30 09:30"),
        ("2026-12-24 17:00", 60, "2026-12-29 09:30"),
        ("2026-11-23 03:00", 0, "2026-11-23 09:00"),
    ],
)
def test_nights_weekends_and_bank_holidays_do_not_count(start: str, minutes: int, due: str) -> None:
    assert add_working_minutes(london(start), minutes, OFFICE) == london(due)


def test_the_hour_that_comes_twice_counts_twice_and_the_missing_one_not() -> None:
    spring, autumn = london("2026-03-29 00:00"), london("2026-10-25 00:00")

    assert working_minutes(spring, spring + timedelta(hours=12), MIDNIGHT) == 4 * 60
    assert working_minutes(autumn, autumn + timedelta(hours=12), MIDNIGHT) == 6 * 60


def test_a_firm_without_hours_works_around_the_clock() -> None:
    start = london("2026-12-24 23:00")
    closed = Hours((Period(frozenset({0}), time(9), time(9)),))

    assert add_working_minutes(start, 90, Hours()) == start + 90 * MINUTE
    assert working_minutes(start, start + 90 * MINUTE, Hours()) == 90
    assert add_working_minutes(start, 90, closed) == start + 90 * MINUTE


@given(starts, st.integers(0, 3000), all_hours)
@example(datetime(2026, 3, 29, 0, 30, tzinfo=UTC), 30, MIDNIGHT)
def test_what_is_added_is_what_passes_until_then(
    start: datetime, minutes: int, hours: Hours
) -> None:
    if opens_at_all(hours, start):
        due = add_working_minutes(start, minutes, hours)

        assert due >= start
        assert working_minutes(start, due, hours) == minutes
        assert add_working_minutes(start, minutes + 1, hours) > due


@given(starts, st.integers(0, 1500), st.integers(0, 1500), all_hours)
def test_two_waits_are_as_long_as_both_at_once(
    start: datetime, first: int, second: int, hours: Hours
) -> None:
    if opens_at_all(hours, start):
        both = add_working_minutes(start, first + second, hours)
        apart = add_working_minutes(add_working_minutes(start, first, hours), second, hours)

        assert both == apart or second == 0
