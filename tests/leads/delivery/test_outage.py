"""A month without a CRM, and its return, in simulated time."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from leads.crm.base import Enquiry, OutcomeUnknown, Rate, RateLimited, Ref, Transient
from leads.delivery import pacing, registry
from leads.delivery.worker import drain
from leads.models import Attempt, Cause, Circuit, Delivery, State
from tests.factories import make_delivery, make_enquiry, make_person
from tests.fakes import FakeDestination

pytestmark = pytest.mark.django_db

Clock = time_machine.Traveller
LATENCY = timedelta(milliseconds=30)
LIMIT = Rate(100, 10)


class Limited(FakeDestination):
    """Allows so many calls in any ten seconds, as HubSpot does, and is down for as long as told."""

    steps = ("note",)
    repeatable = frozenset({"note"})
    rate = LIMIT

    def __init__(self, clock: Clock) -> None:
        super().__init__("main")
        self.clock = clock
        self.back_at = timezone.now()
        self.calls_at: deque[datetime] = deque()
        self.too_many = 0

    def run(self, step: str, enquiry: Enquiry, refs: Mapping[str, Ref]) -> Ref:
        self.clock.shift(LATENCY)
        now = timezone.now()
        if now < self.back_at:
            raise Transient("main: POST /x: HTTP 503", http_status=503)
        while self.calls_at and self.calls_at[0] <= now - timedelta(seconds=LIMIT.seconds):
            self.calls_at.popleft()
        if len(self.calls_at) >= LIMIT.calls:
            self.too_many += 1
            raise RateLimited("main: POST /x: HTTP 429")
        self.calls_at.append(now)
        return super().run(step, enquiry, refs)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[Clock]:
    with time_machine.travel(timezone.now(), tick=False) as traveller:
        monkeypatch.setattr(pacing, "sleep", lambda seconds: traveller.shift(seconds))
        yield traveller


def delivered() -> int:
    return Delivery.objects.filter(state=State.DELIVERED).count()


def test_an_outage_of_thirty_days_loses_nothing_and_the_backlog_goes_out_within_the_limit(
    clock: Clock,
) -> None:
    crm = Limited(clock)
    began = timezone.now()
    crm.back_at = began + timedelta(days=30)
    with registry.using(crm):
        for step in range(60):
            for _ in range(3):
                make_delivery(enquiry=make_enquiry(person=make_person()))
            drain()
            clock.move_to(began + (step + 1) * timedelta(hours=12) - timedelta(seconds=3))
        assert {each.state for each in Delivery.objects.all()} <= {State.PENDING, State.RETRY}
        assert Delivery.objects.filter(strikes__gt=0).count() == 0
        assert Circuit.objects.get().cause == Cause.OUTAGE

        clock.move_to(crm.back_at)
        while not delivered():
            clock.shift(timedelta(seconds=1))
            drain()
        first = timezone.now() - crm.back_at
        backlog = Delivery.objects.count()
        while delivered() < backlog:
            if not drain():
                clock.shift(timedelta(milliseconds=100))
        drained = timezone.now() - crm.back_at

    assert first <= timedelta(seconds=65)
    assert drained - first <= timedelta(seconds=backlog / (0.85 * LIMIT.calls / LIMIT.seconds))
    assert crm.too_many == 0
    assert crm.count("note") == backlog == 180


@pytest.mark.parametrize("outage", [timedelta(minutes=5), timedelta(days=30)])
def test_a_single_enquiry_is_delivered_within_a_minute_of_the_return(
    clock: Clock, outage: timedelta
) -> None:
    crm = Limited(clock)
    crm.back_at = timezone.now() + outage
    delivery = make_delivery()
    with registry.using(crm):
        for _ in range(60):
            drain()
            clock.shift(outage / 60)
        clock.move_to(crm.back_at)
        while not delivered():
            clock.shift(timedelta(seconds=1))
            drain()

    delivery.refresh_from_db()
    assert timezone.now() - crm.back_at <= timedelta(seconds=65)
    assert delivery.strikes == 0


class SickFor(FakeDestination):
    """Never answers about one enquiry."""

    def __init__(self, sick: Delivery) -> None:
        super().__init__("main")
        self.sick = str(sick.enquiry_id)

    def run(self, step: str, enquiry: Enquiry, refs: Mapping[str, Ref]) -> Ref:
        if enquiry.submission_id == self.sick:
            raise OutcomeUnknown("main: POST /x: HTTP 500", http_status=500)
        return super().run(step, enquiry, refs)


def test_what_fails_again_and_again_while_others_pass_is_given_to_a_person_in_the_end(
    clock: Clock,
) -> None:
    sick = make_delivery()
    began, waits = timezone.now(), []
    with registry.using(SickFor(sick)):
        drain()
        sick.refresh_from_db()
        while sick.state != State.DEAD:
            make_delivery()
            drain()
            clock.move_to(sick.due_at)
            drain()
            sick.refresh_from_db()
            waits.append(sick.waits)

    assert sick.strikes >= 20
    assert timezone.now() - began >= timedelta(days=7)
    assert max(waits) > timedelta(hours=1)
    assert Delivery.objects.exclude(state=State.DELIVERED).get() == sick
    assert (sick.error, sick.due_at, sick.died_at) == ("OutcomeUnknown", None, timezone.now())


def test_a_failure_counts_against_a_delivery_only_if_another_was_delivered_since_its_last_one(
    clock: Clock,
) -> None:
    sick, strikes = make_delivery(), []
    with registry.using(SickFor(sick)):
        for others in (0, 1, 0, 0, 2):
            for _ in range(others):
                make_delivery()
                drain()
            sick.refresh_from_db()
            clock.move_to(max(timezone.now() + timedelta(seconds=1), sick.due_at))
            drain()
            sick.refresh_from_db()
            strikes.append(sick.strikes)

    assert strikes == [0, 1, 1, 1, 2]


def test_the_tries_of_a_long_outage_do_not_fill_the_database(clock: Clock) -> None:
    delivery = make_delivery(tries=20)
    with registry.using(crm := Limited(clock)):
        crm.back_at = timezone.now() + timedelta(days=1)
        for _ in range(30):
            drain()
            clock.shift(timedelta(minutes=2))

    attempt = Attempt.objects.get()
    assert (attempt.times, attempt.outcome) == (30, "Transient")
    assert attempt.last_at is not None
    assert attempt.last_at > attempt.started_at
    assert delivery.attempts.count() == 1
