"""The times at which somebody may ask to be rung."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from core.hours import Hours, Period
from leads.capture.slots import Slot, Terms, nearest, offered

LONDON = ZoneInfo("Europe/London")
HOUR = timedelta(hours=1)
OFFICE = Hours((Period(frozenset(range(5)), time(9), time(17, 30)),), "ENG")
TERMS = Terms(length=HOUR, notice=timedelta(minutes=30), days=2)


def london(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


def words(now: str, hours: Hours = OFFICE, terms: Terms = TERMS, chosen: str = "") -> list[str]:
    moment = london(now)
    return [slot.words(moment.date()) for slot in offered(hours, terms, moment, chosen)]


def test_times_follow_the_opening_hours_and_the_last_may_be_half_as_long() -> None:
    assert words("2026-11-26 15:10") == [
        "Today, 16:00 to 17:00",
        "Today, 17:00 to 17:30",
        *(f"Friday 27 November, {hour}:00 to {hour + 1}:00" for hour in range(9, 17)),
        "Friday 27 November, 17:00 to 17:30",
    ]


def test_a_rest_too_short_for_a_time_of_its_own_belongs_to_the_one_before() -> None:
    short = Hours((Period(frozenset({0}), time(9, 30), time(11, 45)),))

    assert words("2026-11-30 08:00", short)[:2] == ["Today, 9:30 to 10:30", "Today, 10:30 to 11:45"]


def test_weekends_bank_holidays_and_days_off_have_no_times() -> None:
    off = Hours(OFFICE.periods, "ENG", frozenset({date(2026, 12, 29)}))

    days = {each.rpartition(",")[0] for each in words("2026-12-24 17:15", off)}

    # 25 December is a Friday, Boxing Day's holiday moves to Monday, and Tuesday is off.
    assert days == {"Wednesday 30 December", "Thursday 31 December"}


def test_hours_around_a_lunch_break_are_cut_one_by_one_and_touching_ones_together() -> None:
    monday = frozenset({0})
    split = Hours(
        (
            Period(monday, time(9), time(10, 30)),
            Period(monday, time(10, 30), time(11)),
            Period(monday, time(13), time(14)),
        )
    )

    assert words("2026-11-30 08:00", split)[:3] == [
        "Today, 9:00 to 10:00",
        "Today, 10:00 to 11:00",
        "Today, 13:00 to 14:00",
    ]


def test_what_was_chosen_stays_without_notice_until_it_begins() -> None:
    ten = offered(OFFICE, TERMS, london("2026-11-26 09:20"))[0]

    assert ten.words(date(2026, 11, 26)) == "Today, 10:00 to 11:00"
    assert "Today, 10:00 to 11:00" not in words("2026-11-26 09:59")
    assert "Today, 10:00 to 11:00" in words("2026-11-26 09:59", chosen=ten.value)
    assert "Today, 10:00 to 11:00" not in words("2026-11-26 10:00", chosen=ten.value)


def test_a_firm_that_never_opens_offers_no_times() -> None:
    assert words("2026-11-26 09:00", Hours()) == []


def test_the_nearest_are_those_around_the_wish_in_their_order() -> None:
    slots = offered(OFFICE, TERMS, london("2026-11-26 12:10"))

    close = nearest(slots, "2026-11-26T12:00Z/2026-11-26T13:00Z")

    assert [slot.begins.hour for slot in close] == [13, 14, 15]
    assert nearest(slots, "in the morning") == slots[:3]


def minutes(low: int, high: int) -> st.SearchStrategy[time]:
    return st.integers(low, high).map(lambda number: time(number // 60, number % 60))


def periods(firsts: tuple[int, int], lasts: tuple[int, int]) -> st.SearchStrategy[Period]:
    days = st.frozensets(st.integers(0, 6), min_size=1)
    return st.builds(Period, days, minutes(*firsts), minutes(*lasts))


HOURS = st.builds(
    Hours,
    # By day, and by night, when the clocks change.
    st.lists(periods((0, 700), (700, 1439)) | periods((0, 60), (90, 240)), max_size=3).map(tuple),
    st.sampled_from(["ENG", "WLS", "SCT", "NIR", ""]),
    st.frozensets(st.dates(date(2026, 3, 20), date(2026, 4, 10)), max_size=4),
)
ALL_TERMS = st.builds(
    Terms,
    st.sampled_from([30, 60, 120, 240]).map(lambda number: timedelta(minutes=number)),
    st.integers(0, 3000).map(lambda number: timedelta(minutes=number)),
    st.integers(1, 6),
)
# Around both changes of the clocks, Easter and Christmas.
MOMENTS = st.one_of(
    *(
        st.datetimes(datetime(2026, month, 20), datetime(2026, month, 31), timezones=st.just(UTC))
        for month in (3, 10, 12)
    )
)


@given(HOURS, ALL_TERMS, MOMENTS)
@settings(max_examples=50, deadline=None)
def test_every_time_lies_within_the_hours_and_none_overlap(
    hours: Hours, terms: Terms, now: datetime
) -> None:
    slots = offered(hours, terms, now)

    for slot in slots:
        assert slot.begins >= now + terms.notice
        assert terms.length / 4 < slot.ends - slot.begins < terms.length * 1.5 or alone(hours, slot)
        assert open_throughout(hours, slot)
    for slot in slots[:1] + slots[-1:]:
        assert slot in offered(hours, terms, slot.begins - timedelta(seconds=1), slot.value)
        assert slot not in offered(hours, terms, slot.begins + timedelta(seconds=1), slot.value)
    assert all(one.ends <= other.begins for one, other in pairwise(slots))
    assert len({slot.begins.astimezone(LONDON).date() for slot in slots}) <= terms.days
    assert len({slot.value for slot in slots}) == len(slots)


def alone(hours: Hours, slot: Slot) -> bool:
    """Tell whether the slot is all there is of these hours."""
    return (slot.begins, slot.ends) in hours.spans(slot.begins.astimezone(LONDON).date())


def open_throughout(hours: Hours, slot: Slot) -> bool:
    step = timedelta(minutes=1)
    moments = [slot.begins, slot.begins + (slot.ends - slot.begins) / 2, slot.ends - step]
    return all(hours.at(each).is_open for each in moments)
