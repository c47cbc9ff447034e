"""When the firm can be rung, and what readers are told about it."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from core.hours import Hours, Period, clock

LONDON = ZoneInfo("Europe/London")
WEEK = (Period(frozenset(range(5)), time(9), time(17, 30)),)
OFFICE = Hours(WEEK, "ENG")


def london(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("now", "words"),
    [
        ("2026-11-23 09:00", "We are open until 17:30."),
        ("2026-11-23 17:29:59", "We are open until 17:30."),
        ("2026-11-23 17:30", "Leave your number, and we ring from 9:00 tomorrow."),
        ("2026-11-24 08:59", "Leave your number, and we ring from 9:00 today."),
        ("2026-11-27 18:00", "Leave your number, and we ring from 9:00 on Monday."),
        ("2026-11-29 23:00", "Leave your number, and we ring from 9:00 tomorrow."),
        # Christmas Day is a Friday, and Boxing Day's holiday moves to the Monday.
        ("2026-12-24 18:00", "Leave your number, and we ring from 9:00 on Tuesday."),
        ("2026-12-28 10:00", "Leave your number, and we ring from 9:00 tomorrow."),
    ],
)
def test_readers_are_told_until_when_or_from_when(now: str, words: str) -> None:
    assert OFFICE.at(london(now)).words == words


def test_another_time_zone_makes_no_difference() -> None:
    summer = datetime(2026, 7, 1, 8, 30, tzinfo=ZoneInfo("UTC"))

    assert OFFICE.at(summer).is_open, "half past nine in London"


def test_scotland_keeps_its_own_bank_holidays() -> None:
    new_year = london("2026-01-02 10:00")

    assert OFFICE.at(new_year).is_open
    assert not Hours(WEEK, "SCT").at(new_year).is_open
    assert Hours(WEEK, "").at(london("2026-12-25 10:00")).is_open


def test_a_lunch_break_is_closed_and_touching_hours_are_one() -> None:
    split = Hours(
        (
            Period(frozenset({0}), time(9), time(12)),
            Period(frozenset({0}), time(13), time(15)),
            Period(frozenset({0}), time(15), time(17)),
        )
    )

    assert split.at(london("2026-11-23 12:30")).words.endswith("from 13:00 today.")
    assert split.at(london("2026-11-23 14:00")).words == "We are open until 17:00."


def test_a_day_off_far_away_is_named_with_its_date() -> None:
    closed = frozenset(date(2026, 11, day) for day in range(24, 31))

    words = Hours(WEEK, "ENG", closed).at(london("2026-11-23 18:00")).words

    assert words == "Leave your number, and we ring from 9:00 on Tuesday 1 December."


def test_a_firm_without_hours_says_nothing_about_them() -> None:
    opening = Hours().at(london("2026-11-23 10:00"))

    assert (opening.is_open, opening.words) == (False, "")


def test_the_clock_is_put_forward_between_closing_and_opening() -> None:
    night = Hours((Period(frozenset(range(7)), time(9), time(17)),)).at(london("2026-03-28 20:00"))

    assert night.changes == london("2026-03-29 09:00")


def test_minutes_have_two_digits_and_hours_as_few_as_they_need() -> None:
    assert [clock(time(9)), clock(time(17, 5))] == ["9:00", "17:05"]
