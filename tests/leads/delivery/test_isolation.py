"""A delivery that ends its workers: alone, seldom, and in the end a person's."""

import os
import signal
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.utils import timezone

from leads.delivery import registry
from leads.delivery.claims import claim, claim_isolated
from leads.delivery.worker import drain
from leads.models import Attempt, Delivery, State
from tests.factories import make_delivery, make_enquiry, make_person
from tests.fakes import FakeDestination
from tests.processes import crm_url, eventually, start_worker
from tests.sandbox import start_sandbox

Clock = time_machine.Traveller
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


@pytest.fixture
def clock() -> Iterator[Clock]:
    with time_machine.travel(timezone.now(), tick=False) as traveller:
        yield traveller


@pytest.fixture
def crm() -> Iterator[FakeDestination]:
    with registry.using(destination := FakeDestination("main")):
        yield destination


def end_workers(delivery: Delivery, times: int, clock: Clock) -> None:
    """Have it claimed by so many workers that are killed then, and the last one missed."""
    for _ in range(times):
        held = claim("main")
        assert held is not None
        assert held.delivery.pk == delivery.pk
        clock.shift(7 * SECOND)
    assert claim("main") is None
    delivery.refresh_from_db()


@pytest.mark.django_db
def test_after_five_workers_in_a_row_it_is_set_apart_and_others_are_sent(
    crm: FakeDestination, clock: Clock
) -> None:
    poison = make_delivery(due_at=timezone.now() - MINUTE)
    end_workers(poison, 5, clock)

    assert (poison.state, poison.crashes, poison.lease) == (State.UNKNOWN, 5, None)
    assert poison.due_at == timezone.now() + MINUTE
    other = make_delivery()
    clock.shift(MINUTE)
    drain()
    other.refresh_from_db()
    poison.refresh_from_db()
    assert (other.state, poison.state) == (State.DELIVERED, State.UNKNOWN)


@pytest.mark.django_db
def test_those_apart_are_tried_one_at_a_time_and_not_within_a_minute_of_each_other(
    crm: FakeDestination, clock: Clock
) -> None:
    first, second = (make_delivery(crashes=5, state=State.UNKNOWN) for _ in range(2))

    held = claim_isolated()
    assert held is not None
    assert held.delivery.pk == first.pk
    assert claim_isolated() is None

    held.update(state=State.RETRY, lease=None, due_at=timezone.now() + timedelta(hours=1))
    Attempt.objects.create(delivery=first, started_at=timezone.now(), milliseconds=1, outcome="X")
    clock.shift(59 * SECOND)
    assert claim_isolated() is None
    clock.shift(SECOND)
    held = claim_isolated()
    assert held is not None
    assert held.delivery.pk == second.pk


@pytest.mark.django_db
def test_after_ten_workers_it_is_a_person_s_and_a_resend_begins_anew(
    crm: FakeDestination, clock: Clock
) -> None:
    poison = make_delivery()
    end_workers(poison, 5, clock)
    for crashes in range(6, 11):
        clock.shift(MINUTE)
        assert claim_isolated() is not None
        clock.shift(7 * SECOND)
        assert claim_isolated() is None
        poison.refresh_from_db()
        assert poison.crashes == crashes

    assert (poison.state, poison.due_at, poison.lease) == (State.DEAD, None, None)
    assert poison.detail == "its worker ended 10 times while at it"
    assert poison.died_at == timezone.now()
    clock.shift(timedelta(days=1))
    assert claim_isolated() is None


@pytest.mark.django_db
def test_a_delivery_that_gets_through_alone_is_as_good_as_any_other(
    crm: FakeDestination, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_delivery(crashes=7, state=State.RETRY)

    held = claim_isolated()
    assert held is not None
    held.update(crashes=0, state=State.RETRY, lease=None, due_at=timezone.now())
    drain()

    assert Delivery.objects.get().state == State.DELIVERED


@pytest.mark.long
@pytest.mark.e2e
@pytest.mark.django_db(transaction=True)
def test_the_worker_starts_a_process_for_it_and_outlives_its_end(tmp_path: Path) -> None:
    ann = make_enquiry(person=make_person(email="ann@acme.example"))
    poison = make_delivery(enquiry=ann, crashes=6, state=State.UNKNOWN)
    with start_sandbox(tmp_path, "--rate", "0") as crm:
        crm.faults([{"kind": "hang", "match": "POST", "times": 1}])
        with start_worker(tmp_path, crm_url(crm)) as worker:
            child = worker.child()
            eventually(lambda: crm.requests())
            [alone] = worker.isolated()
            other = make_delivery()
            os.kill(alone, signal.SIGKILL)
            eventually(lambda: Delivery.objects.get(pk=other.pk).state == State.DELIVERED)
            eventually(lambda: Delivery.objects.get(pk=poison.pk).crashes == 7)
            assert worker.child() == child

    poison.refresh_from_db()
    assert poison.due_at is not None
    assert poison.due_at > timezone.now()
