"""A busy worker looks less often for what to send, and overlooks nothing."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from leads.delivery import registry
from leads.delivery.claims import Held
from leads.delivery.lookout import AGAIN, REST, Lookout
from leads.delivery.shares import Shares
from leads.delivery.worker import claim_next
from leads.models import Cause, Circuit
from tests.factories import make_delivery
from tests.fakes import FakeDestination

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def two() -> Iterator[None]:
    with registry.using(FakeDestination("main"), FakeDestination("other")):
        yield


class Clock:
    """Stands still until it is moved, however slow the machine is."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def claimed(busy: Sequence[str], calls: int, looks: Lookout) -> list[Held]:
    return claim_next(busy, Shares(calls), looks=looks)


def to(held: Sequence[Held]) -> str:
    return " ".join(each.delivery.destination for each in held) or "nobody"


def test_what_had_nothing_while_another_one_had_is_passed_by_for_a_moment() -> None:
    clock = Clock()
    looks = Lookout(clock)
    make_delivery(destination="main")
    assert to(claimed(["main"], 8, looks)) == "main"  # after a look at the other in vain
    make_delivery(destination="other")

    assert to(claimed(["main"] * 4, 8, looks)) == "nobody"
    assert looks.longest_wait(1.0) == REST

    clock.now += REST
    assert to(claimed(["main"] * 4, 8, looks)) == "other"


def test_a_worker_that_has_nothing_to_do_passes_nobody_by_and_sleeps_as_long_as_ever() -> None:
    looks = Lookout()

    for name in ("main", "other"):
        assert to(claimed([], 8, looks)) == "nobody"
        assert looks.longest_wait(1.0) == 1.0
        make_delivery(destination=name)
        assert to(claimed([], 8, looks)) == name


def test_more_for_the_same_destination_is_claimed_together_without_asking_whether_there_is_any(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    looks = Lookout(Clock())
    for _ in range(6):
        make_delivery(destination="main")
    assert to(claimed(["main"], 16, looks)) == "main"

    with django_assert_num_queries(2):  # breakers, claim
        assert to(claimed(["main"] * 4, 16, looks)) == "main main main main"

    assert to(claimed(["main"] * 4, 16, looks)) == "main"


def test_no_more_are_claimed_than_there_are_threads_left_for_them() -> None:
    looks = Lookout(Clock())
    for _ in range(6):
        make_delivery(destination="main")
    claimed(["main"], 8, looks)

    assert to(claimed(["main"] * 2, 8, looks)) == "main main"  # half of the threads
    assert to(claimed(["main"] * 3, 8, looks)) == "main"


def test_what_has_ended_a_worker_has_its_turn_however_much_there_is_beside_it() -> None:
    clock = Clock()
    looks = Lookout(clock)
    for _ in range(9):
        make_delivery(destination="main")
    claimed(["main"], 16, looks)
    make_delivery(destination="main", crashes=1, due_at=timezone.now() - timedelta(days=1))

    taken = claimed(["main"] * 4, 16, looks)
    assert [each.delivery.crashes for each in taken] == [0, 0, 0, 0]

    clock.now += AGAIN
    assert [each.delivery.crashes for each in claimed(["main"] * 4, 16, looks)] == [1]


def test_where_nothing_else_is_left_it_is_claimed_at_once() -> None:
    looks = Lookout(Clock())
    make_delivery(destination="main")
    claimed(["main"], 16, looks)
    make_delivery(destination="main", crashes=1)

    assert to(claimed(["main"], 16, looks)) == "main"


def test_who_has_no_thread_or_nothing_to_send_is_not_asked_about_at_all(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    looks = Lookout(Clock())
    make_delivery(destination="main")
    claimed(["main"], 8, looks)

    with django_assert_num_queries(0):
        assert to(claimed(["main"] * 4, 8, looks)) == "nobody"


def test_a_destination_that_is_out_of_order_is_not_probed_for_nothing() -> None:
    looks, now = Lookout(), timezone.now()
    looks.saw("main", something=True)
    Circuit.objects.create(destination="main", cause=Cause.OUTAGE, since=now, until=now)

    assert to(claimed([], 8, looks)) == "nobody"

    make_delivery(destination="main")
    assert to(claimed([], 8, Lookout())) == "main"
