"""A clock that is set parks nothing and hurries nothing."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from leads.delivery import clocks, registry
from leads.delivery.claims import LEASE, claim
from leads.delivery.clocks import Watch, shorten_waits
from leads.delivery.worker import drain
from leads.models import Circuit, Delivery, State
from tests.factories import make_delivery
from tests.fakes import FakeDestination

DAY, HOUR, SECOND = timedelta(days=1), timedelta(hours=1), timedelta(seconds=1)


@pytest.mark.parametrize(("by", "noticed"), [(-DAY, True), (DAY, True), (20 * SECOND, False)])
def test_a_jump_of_the_wall_clock_is_noticed_once(
    by: timedelta, noticed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monotonic = clocks.time.monotonic
    with time_machine.travel(timezone.now(), tick=True) as clock:
        watch = Watch()
        before = monotonic()
        clock.shift(by)
        monkeypatch.setattr(clocks.time, "monotonic", lambda: before)

        assert [watch.jumped(), watch.jumped()] == [noticed, False]


@pytest.mark.django_db
def test_what_a_clock_set_back_would_have_parked_waits_as_long_as_was_meant() -> None:
    now = timezone.now()
    waits = {"short": 5 * SECOND, "long": 6 * HOUR, "none": timedelta(0)}
    rows = {
        name: make_delivery(state=State.RETRY, waits=wait, due_at=now + DAY + wait)
        for name, wait in waits.items()
    }
    doubtful = make_delivery(state=State.UNKNOWN, settles_at=now + DAY)

    shorten_waits(now)

    due = {name: Delivery.objects.get(pk=row.pk).due_at for name, row in rows.items()}
    assert due == {name: now + wait for name, wait in waits.items()}
    assert Delivery.objects.get(pk=doubtful.pk).settles_at == now + 20 * SECOND


@pytest.mark.django_db
def test_what_waits_as_it_should_is_left_alone() -> None:
    now = timezone.now()
    make_delivery(state=State.RETRY, waits=HOUR, due_at=now + HOUR)
    make_delivery(state=State.RETRY, waits=HOUR, due_at=now - DAY)
    make_delivery(state=State.DEAD)
    Circuit.objects.create(
        destination="main", rests_until=now + HOUR, rests=HOUR, until=now + SECOND, waits=SECOND
    )

    assert shorten_waits(now) == 0


@pytest.mark.django_db
def test_what_was_stored_while_this_waited_for_the_database_is_not_cut() -> None:
    looked, stored = timezone.now() - 10 * SECOND, timezone.now()
    make_delivery(state=State.RETRY, waits=HOUR, due_at=stored + HOUR)
    make_delivery(state=State.UNKNOWN, settles_at=stored + 20 * SECOND)
    Circuit.objects.create(destination="main", rests_until=stored + 3 * SECOND, rests=3 * SECOND)

    assert shorten_waits(looked) == 0


@pytest.mark.django_db
def test_leases_probes_and_rests_of_a_clock_set_back_end_in_time() -> None:
    now = timezone.now()
    with time_machine.travel(now + DAY):
        make_delivery()
        assert claim("main") is not None
        later = timezone.now()
    Circuit.objects.create(
        destination="main",
        cause="outage",
        until=later + SECOND,
        waits=SECOND,
        rests_until=later + HOUR,
        rests=HOUR,
    )

    shorten_waits(now)

    assert Delivery.objects.get().lease_until == now + LEASE
    circuit = Circuit.objects.get()
    assert (circuit.until, circuit.rests_until) == (now + SECOND, now + HOUR)


@pytest.mark.django_db
def test_after_a_clock_was_set_back_a_waiting_enquiry_is_delivered() -> None:
    with time_machine.travel(timezone.now() + DAY):
        make_delivery()
    with registry.using(FakeDestination("main")):
        assert drain() == 0
        shorten_waits(timezone.now())
        assert drain() == 1
