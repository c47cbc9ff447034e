"""The clock of a promise, and what happens when nobody answers: told before, at and after."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Group, User
from hypothesis import given
from hypothesis import strategies as st

from core.hours import Hours, Period
from core.working_time import working_minutes
from leads.delivery.worker import drain
from leads.followup import sla
from leads.followup.reminding import remind
from leads.models import Event, Handling
from leads.sales import acts
from tests.factories import make_enquiry
from tests.leads.followup.test_alert import part
from tests.smtp import MailServer

# Clocks change on 29 March and 25 October 2026; Good Friday is 3 April.
MOMENTS = st.datetimes(datetime(2026, 3, 25), datetime(2026, 12, 31)).map(
    lambda each: each.replace(tzinfo=UTC, second=0, microsecond=0)
)
STARTS = st.sampled_from([time(0), time(8, 30), time(9)])
ENDS = st.sampled_from([time(12, 30), time(17, 30), time(23, 30)])
WEEKS = st.builds(
    lambda days, opens, closes, off: Hours(
        (Period(frozenset(days), opens, closes),), "ENG", frozenset({off})
    ),
    st.sets(st.integers(0, 6), min_size=1),
    STARTS,
    ENDS,
    st.dates(date(2026, 3, 25), date(2026, 12, 31)),
)


@given(now=MOMENTS, minutes=st.integers(1, 600), hours=WEEKS, more=st.integers(-400, 400))
def test_a_warning_comes_exactly_while_so_many_minutes_of_opening_hours_are_left(
    now: datetime, minutes: int, hours: Hours, more: int
) -> None:
    until = sla.warns_until(now, minutes, hours)

    if not hours.at(now).is_open:
        assert until is None
        return
    assert until is not None
    assert working_minutes(now, until, hours) == minutes
    due = max(until + timedelta(minutes=more), now)
    left = working_minutes(now, due, hours)
    assert left <= minutes if due <= until else left >= minutes


@given(since=MOMENTS, minutes=st.integers(1, 900), hours=WEEKS, halves=st.integers(0, 200))
def test_waiting_is_what_a_look_at_each_half_hour_says(
    since: datetime, minutes: int, hours: Hours, halves: int
) -> None:
    since = since.replace(minute=30 * (since.minute // 30))
    steps = [since + timedelta(minutes=30 * number) for number in range(halves)]
    open_minutes = 30 * sum(hours.at(each).is_open for each in steps)
    now = since + timedelta(minutes=30 * halves)

    assert sla.has_waited(since, now, minutes, hours) == (open_minutes >= minutes)


def test_nobody_is_ever_warned_or_told_where_that_is_switched_off() -> None:
    now = datetime(2026, 11, 26, 10, tzinfo=UTC)

    assert sla.warns_until(now, 0, Hours()) is None
    assert not sla.has_waited(now - timedelta(days=9), now, 0, Hours())


# --- The job -------------------------------------------------------------------------------------
NOW = datetime(2026, 11, 26, 10, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def mo(db: None) -> User:
    """Somebody who manages sales."""
    user = User.objects.create_user("mo", "mo@firm.example")
    user.groups.set(Group.objects.filter(name="Sales managers"))
    return user


def told(server: MailServer) -> list[tuple[str, list[str]]]:
    """Look, send, and return the new mails: what they begin with, and to whom."""
    known = len(server.mails)
    remind()
    drain()
    new = zip(server.mails[known:], server.recipients[known:], strict=True)
    return [(mail["Subject"].partition(":")[0], to) for mail, to in new]


def test_sales_is_warned_before_told_at_breach_and_everybody_when_nobody_takes_it(
    server: MailServer, sam: User, mo: User
) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        enquiry = make_enquiry(handling={"owner": sam, "due_at": NOW + 60 * MINUTE})
        assert told(server) == []
        clock.shift(30 * MINUTE)
        assert told(server) == [("Not taken", ["sam@firm.example", "mo@firm.example"])]
        clock.shift(14 * MINUTE)
        assert told(server) == []
        clock.shift(MINUTE)
        assert told(server) == [("Due soon", ["sam@firm.example"])]
        clock.shift(15 * MINUTE)
        assert told(server) == [("Overdue", ["sam@firm.example", "mo@firm.example"])]
        clock.shift(timedelta(days=2))
        assert told(server) == []  # each once

    assert "It was due at 11:00 today." in part(server.mails[-1], "plain")
    kinds = Event.objects.filter(enquiry=enquiry).values_list("kind", flat=True)
    assert list(kinds) == ["escalated", "warned", "breached"]


@pytest.mark.parametrize("act", [acts.log_call, None])
def test_whoever_has_been_answered_is_no_reason_to_tell_anybody(
    server: MailServer, sam: User, act: Any
) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        enquiry = make_enquiry(handling={"due_at": NOW + 60 * MINUTE})
        if act is not None:
            act(enquiry, sam)
        else:
            acts.outcome(enquiry, sam, "unfit")
        clock.shift(timedelta(hours=3))

        assert told(server) == []


def test_a_claim_ends_the_search_for_somebody_and_not_the_clock(
    server: MailServer, sam: User, mo: User
) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        acts.claim(make_enquiry(handling={"due_at": NOW + 60 * MINUTE}), sam)
        clock.shift(50 * MINUTE)

        assert told(server) == [("Due soon", ["sam@firm.example"])]
    for body in (part(server.mails[-1], "plain"), part(server.mails[-1], "html")):
        assert "Sam Hill has it since today, 10:00." in body
        assert "/called/" in body
        assert "/take/" not in body


def test_a_reminder_that_could_not_leave_in_time_is_not_sent_when_it_is_answered(
    server: MailServer, sam: User
) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        enquiry = make_enquiry(handling={"owner": sam, "due_at": NOW})
        server.answers["CONNECT"] = "421 4.3.2 closing"
        assert told(server) == []
        acts.log_call(enquiry, sam)
        del server.answers["CONNECT"]
        clock.shift(10 * MINUTE)

        assert told(server) == []


def test_what_was_overdue_long_before_is_in_the_inbox_and_no_news(
    server: MailServer, sam: User
) -> None:
    with time_machine.travel(NOW, tick=False):
        old = NOW - timedelta(days=30)
        make_enquiry(created_at=old, handling={"owner": sam, "due_at": old})

        assert told(server) == []
        assert Handling.objects.get().breached_at is None
