"""Turns at a stated limit: shared by all workers, at even distances, never in the middle of one."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from leads.crm import turns
from leads.crm.base import NO_LIMIT, Rate
from leads.delivery import pacing, registry
from leads.delivery.claims import admitting
from leads.delivery.pacing import NotNow, at_rest, require_no_rest, wait_for_turn
from leads.delivery.worker import drain
from leads.models import Circuit, Delivery, State
from tests.factories import make_delivery
from tests.fakes import FakeDestination

pytestmark = pytest.mark.django_db

Clock = time_machine.Traveller


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """What was waited for, in seconds; nothing is."""
    waits: list[float] = []
    monkeypatch.setattr(pacing, "sleep", waits.append)
    return waits


@pytest.fixture
def clock() -> Iterator[Clock]:
    with time_machine.travel(timezone.now(), tick=False) as traveller:
        yield traveller


def limited(calls: int, seconds: float) -> FakeDestination:
    destination = FakeDestination("main")
    destination.rate = Rate(calls, seconds)
    return destination


def test_after_a_while_of_quiet_a_few_calls_go_at_once_and_then_one_at_a_time(
    clock: Clock, slept: list[float]
) -> None:
    with registry.using(limited(100, 10)):
        for _ in range(8):
            wait_for_turn("main")

    apart = 10 / 88
    assert slept == pytest.approx([0, 0, 0, 0, apart, 2 * apart, 3 * apart, 4 * apart], abs=1e-4)


def test_in_no_ten_seconds_do_more_calls_begin_than_are_allowed(
    clock: Clock, slept: list[float]
) -> None:
    begun = []
    with registry.using(limited(100, 10)):
        for _ in range(300):
            wait_for_turn("main")
            clock.shift(slept.pop())
            begun.append(timezone.now())

    for first, at in enumerate(begun):
        window = [each for each in begun[first:] if each < at + timedelta(seconds=10)]
        assert len(window) <= 93
    assert len(begun) / (begun[-1] - begun[0]).total_seconds() >= 8.5


def test_rest_that_was_asked_for_is_kept_while_it_is_being_stored(clock: Clock) -> None:
    with at_rest("main", timedelta(seconds=3)):
        wait_for_turn("other")
        with pytest.raises(NotNow) as caught:
            wait_for_turn("main")
        with pytest.raises(NotNow):  # by who had its turn before that was heard
            require_no_rest("main")
        clock.shift(3.0)
        wait_for_turn("main")

    assert caught.value.wait == timedelta(seconds=3)
    wait_for_turn("main")


def test_a_turn_that_is_far_off_is_not_waited_for(clock: Clock, slept: list[float]) -> None:
    with registry.using(limited(1, 60)):
        wait_for_turn("main")
        with pytest.raises(NotNow) as caught:
            wait_for_turn("main")
        before = Circuit.objects.get().turn_at
        with pytest.raises(NotNow):
            wait_for_turn("main")

    assert caught.value.wait.total_seconds() == pytest.approx(60 / 0.88)
    assert Circuit.objects.get().turn_at == before


def test_a_delivery_that_has_to_wait_long_is_put_back_and_costs_no_try(
    clock: Clock, slept: list[float]
) -> None:
    delivery = make_delivery()
    with registry.using(crm := limited(1, 60)):
        drain()

        delivery.refresh_from_db()
        assert crm.asked() == ["run person"]
        assert (delivery.state, delivery.tries) == (State.PENDING, 0)
        assert list(delivery.refs) == ["person"]
        assert admitting() == {}
        while delivery.state != State.DELIVERED:
            clock.shift(timedelta(seconds=5))
            drain()
            delivery.refresh_from_db()

    assert crm.asked() == ["run person", "run note", "run task"]


def test_a_destination_without_a_limit_costs_no_waiting_and_no_writing(slept: list[float]) -> None:
    with registry.using(FakeDestination("main")):
        assert registry.rate("main") == NO_LIMIT
        wait_for_turn("main")

    assert slept == []
    assert not Circuit.objects.exists()


def test_turns_left_by_a_clock_that_was_set_back_are_forgotten(
    clock: Clock, slept: list[float]
) -> None:
    tomorrow = timezone.now() + timedelta(days=1)
    Circuit.objects.create(destination="main", turn_at=tomorrow)
    make_delivery()

    with registry.using(limited(100, 10)):
        drain()

    assert Delivery.objects.get().state == State.DELIVERED


def test_every_call_of_a_step_takes_its_turn(clock: Clock, slept: list[float]) -> None:
    def two_more_calls() -> None:
        for _ in range(3):  # the first has the turn that the step was begun with
            turns.take()

    with registry.using(crm := limited(100, 10)):
        crm.scripts["person"] = [two_more_calls]
        make_delivery()
        drain()

    assert len(slept) == 5
    assert slept == sorted(slept)
