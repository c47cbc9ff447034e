from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest

from core.hours import Hours, Period
from leads.delivery.hours import callback_due
from leads.models import CallbackWish

LONDON = ZoneInfo("Europe/London")
OFFICE = Hours((Period(frozenset(range(5)), time(9), time(17, 30)),), "ENG")


def at(text: str) -> datetime:
    return datetime.strptime(f"2026 {text}", "%Y %d %b %H:%M").replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("received", "wish", "due"),
    [
        # 6 July 2026 is a Monday.
        ("6 Jul 10:00", "soon", "6 Jul 10:30"),
        ("6 Jul 16:59", "soon", "6 Jul 17:29"),
        ("6 Jul 17:00", "soon", "7 Jul 09:00"),
        ("6 Jul 03:00", "soon", "6 Jul 09:00"),
        ("6 Jul 08:45", "soon", "6 Jul 09:15"),
        ("6 Jul 23:50", "soon", "7 Jul 09:00"),
        ("10 Jul 18:00", "soon", "13 Jul 09:00"),
        ("11 Jul 11:00", "soon", "13 Jul 09:00"),
        ("12 Jul 23:45", "soon", "13 Jul 09:00"),
        ("6 Jul 10:00", "morning", "6 Jul 10:30"),
        ("6 Jul 11:30", "morning", "7 Jul 09:00"),
        ("10 Jul 15:00", "morning", "13 Jul 09:00"),
        ("6 Jul 10:00", "afternoon", "6 Jul 13:00"),
        ("6 Jul 14:00", "afternoon", "6 Jul 14:30"),
        ("10 Jul 17:00", "afternoon", "13 Jul 13:00"),
        ("6 Jul 10:00", "", "6 Jul 10:30"),
        ("11 Jul 10:00", "", "13 Jul 09:00"),
    ],
)
def test_a_call_back_is_due_in_the_hours_wished_for(received: str, wish: str, due: str) -> None:
    assert callback_due(at(received), wish, OFFICE) == at(due)


@pytest.mark.parametrize("wish", CallbackWish.values)
@pytest.mark.parametrize(("day", "hour"), [("28 Mar", 9), ("27 Mar", 18), ("24 Oct", 9)])
def test_the_office_opens_by_the_clock_on_the_wall_when_summer_time_begins_or_ends(
    day: str, hour: int, wish: str
) -> None:
    # The clocks change on Sundays 29 March and 25 October 2026.
    due = callback_due(at(f"{day} {hour}:00"), wish, OFFICE)

    assert due.weekday() == 0
    assert due.hour in {9, 13}
    assert (due.minute, due.second) == (0, 0)


def test_the_firm_s_time_zone_counts_not_the_sender_s() -> None:
    in_winter = datetime(2026, 1, 5, 9, 0, tzinfo=ZoneInfo("Asia/Tokyo"))

    assert callback_due(in_winter, "soon", OFFICE) == at("5 Jan 09:00")
    assert callback_due(in_winter, "soon", OFFICE).tzinfo == LONDON


def test_nobody_is_rung_on_a_bank_holiday() -> None:
    christmas_eve = at("24 Dec 17:15")

    assert callback_due(christmas_eve, "soon", OFFICE) == at("29 Dec 09:00")


def test_an_afternoon_is_what_the_firm_has_of_one() -> None:
    short = Hours(
        (Period(frozenset({0, 1}), time(9), time(12)), Period(frozenset({1}), time(14), time(16)))
    )

    assert callback_due(at("6 Jul 08:00"), "afternoon", short) == at("7 Jul 14:00")


def test_a_firm_that_never_opens_is_due_at_once() -> None:
    assert callback_due(at("6 Jul 10:00"), "soon", Hours()) == at("6 Jul 10:30")
