"""How many deliveries are in hand and how many call: never too many, and the next one ready."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Mapping

import pytest

from leads.crm.base import Enquiry, Ref
from leads.delivery import registry
from leads.delivery.claims import claim
from leads.delivery.lookout import Lookout
from leads.delivery.pool import Pool
from leads.delivery.shares import Shares
from leads.delivery.worker import claim_next
from leads.followup.mail import Mail
from leads.models import Delivery, State
from tests.factories import make_delivery
from tests.fakes import FakeDestination
from tests.whole_site import wait_until


class Counting(FakeDestination):
    """Notes how many calls ran at a time at most, and lets each wait until it is told to end."""

    steps = ("person",)

    def __init__(self, name: str = "main") -> None:
        super().__init__(name)
        self.now = self.most = 0
        self.end = threading.Event()
        self._lock = threading.Lock()

    def run(self, step: str, enquiry: Enquiry, refs: Mapping[str, Ref]) -> Ref:
        with self._lock:
            self.now += 1
            self.most = max(self.most, self.now)
        self.end.wait(20)
        with self._lock:
            self.now -= 1
            return super().run(step, enquiry, refs)


def send_new(pool: Pool, destination: Counting, count: int) -> None:
    for _ in range(count):
        make_delivery()
        held = claim("main")
        assert held is not None
        pool.send(held, destination)


@pytest.mark.django_db(transaction=True)
def test_more_are_ready_than_may_call_and_the_next_call_begins_when_one_ends() -> None:
    destination, shares = Counting(), Shares(2, ready=2)
    with registry.using(destination):
        pool = Pool(shares.threads, may_call=lambda: True, freed=lambda: None, gates=shares.gates())
        send_new(pool, destination, 4)

        wait_until(lambda: destination.now == 2, 10, "two calls")
        time.sleep(0.2)  # in which a third one would have come
        assert destination.most == 2
        assert len(pool.busy()) == 4

        destination.end.set()
        pool.finish(time.monotonic() + 20)

    assert destination.most == 2
    assert Delivery.objects.filter(state=State.DELIVERED).count() == 4


@pytest.mark.django_db(transaction=True)
def test_what_waits_for_its_call_when_the_worker_stops_is_given_back_untried() -> None:
    destination, may_call = Counting(), threading.Event()
    may_call.set()
    with registry.using(destination):
        gates = Shares(1, ready=1).gates()
        pool = Pool(2, may_call=may_call.is_set, freed=lambda: None, gates=gates)
        send_new(pool, destination, 2)
        wait_until(lambda: destination.now == 1, 10, "a call")

        may_call.clear()
        destination.end.set()
        pool.finish(time.monotonic() + 20)

    done, waits = Delivery.objects.order_by("pk")
    assert (done.state, waits.state) == (State.DELIVERED, State.PENDING)
    assert (waits.tries, waits.crashes, waits.lease) == (0, 0, None)


def test_the_only_destination_gets_all_and_one_of_several_half() -> None:
    shares = Shares(8, ready=4)
    with registry.using(FakeDestination("main"), Mail()):
        assert shares.free("main", Counter()) == 12
        assert shares.free("main", Counter(main=9, mail=2)) == 3
        assert shares.free("mail", Counter(main=12)) == Mail.threads
        assert shares.threads == 12 + Mail.threads
    with registry.using(FakeDestination("main"), FakeDestination("other")):
        assert shares.free("main", Counter()) == 8
        assert shares.free("main", Counter(main=8)) == 0
        assert shares.free("other", Counter(main=8)) == 4


def test_one_that_hangs_leaves_half_of_the_calls_to_others() -> None:
    with registry.using(FakeDestination("hangs"), FakeDestination("other")):
        shares = Shares.of_worker(8)
        busy: Counter[str] = Counter()
        while shares.free("hangs", busy) > 0:
            busy["hangs"] += 1

        assert shares.free("other", busy) == 4
        gate = shares.gates()["hangs"]
        assert [gate.acquire(blocking=False) for _ in range(5)] == [True] * 4 + [False]


def test_a_worker_of_one_call_has_one_more_ready() -> None:
    with registry.using(FakeDestination("main")):
        shares = Shares.of_worker(1)

        assert shares.free("main", Counter()) == 2
        assert not shares.can_wait("main", Counter(main=1))


@pytest.mark.django_db
def test_more_are_claimed_together_once_there_is_room_for_several() -> None:
    looks = Lookout(lambda: 0.0)
    with registry.using(FakeDestination("main")):
        shares = Shares.of_worker(16)  # and 8 ready, of which half may be missing
        for _ in range(8):
            make_delivery(destination="main")
        assert len(claim_next(["main"] * 10, shares, looks=looks)) == 1

        assert claim_next(["main"] * 21, shares, looks=looks) == []
        assert len(claim_next(["main"] * 20, shares, looks=looks)) == 4
        # With a call to spare nothing waits.
        assert len(claim_next(["main"] * 15, shares, looks=looks)) > 0
