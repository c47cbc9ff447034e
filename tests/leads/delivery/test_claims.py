from datetime import timedelta

import pytest
from django.utils import timezone

from leads.delivery import registry
from leads.delivery.claims import CALL_DEADLINE, LEASE, LeaseLost, claim
from leads.delivery.shares import Shares
from leads.delivery.worker import claim_next
from leads.models import Attempt, Circuit, Delivery, State
from tests.factories import make_delivery, make_enquiry, make_person
from tests.fakes import FakeDestination

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)


def expire(delivery: Delivery) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(lease_until=timezone.now() - SECOND)


def test_what_has_waited_longest_is_claimed_first_and_nothing_twice() -> None:
    now = timezone.now()
    late, early = make_delivery(due_at=now - SECOND), make_delivery(due_at=now - 2 * SECOND)

    claimed = [claim("main"), claim("main"), claim("main")]

    assert [held and held.delivery.pk for held in claimed] == [early.pk, late.pk, None]


@pytest.mark.parametrize("state", [State.DELIVERED, State.DEAD, State.HELD, State.CANCELLED])
def test_what_is_settled_is_not_claimed(state: State) -> None:
    make_delivery(state=state)

    assert claim("main") is None


@pytest.mark.parametrize("state", [State.PENDING, State.RETRY, State.UNKNOWN])
def test_what_is_not_due_is_not_claimed(state: State) -> None:
    make_delivery(state=state, due_at=timezone.now() + timedelta(minutes=1))

    assert claim("main") is None


def test_a_person_s_enquiries_reach_a_destination_in_their_order() -> None:
    person = make_person()
    first, second = make_enquiry(person=person), make_enquiry(person=person)
    now = timezone.now()
    make_delivery(enquiry=second, due_at=now - timedelta(hours=1))
    make_delivery(enquiry=first, due_at=now)

    held = claim("main")

    assert held is not None
    assert held.delivery.enquiry_id == first.pk
    assert claim("main") is None


@pytest.mark.parametrize("state", [State.RETRY, State.UNKNOWN])
def test_a_person_s_later_enquiry_waits_while_an_earlier_one_is_tried_again(state: State) -> None:
    person = make_person()
    in_an_hour = timezone.now() + timedelta(hours=1)
    make_delivery(enquiry=make_enquiry(person=person), state=state, due_at=in_an_hour)
    make_delivery(enquiry=make_enquiry(person=person))
    of_another = make_delivery()

    held = claim("main")

    assert held is not None
    assert held.delivery.pk == of_another.pk
    assert claim("main") is None


@pytest.mark.parametrize("state", [State.DELIVERED, State.DEAD, State.HELD, State.CANCELLED])
def test_a_settled_enquiry_holds_up_no_later_one(state: State) -> None:
    person = make_person()
    make_delivery(enquiry=make_enquiry(person=person), state=state)
    second = make_delivery(enquiry=make_enquiry(person=person))

    held = claim("main")

    assert held is not None
    assert held.delivery.pk == second.pk


def test_another_destination_does_not_wait_for_the_first() -> None:
    person = make_person()
    first, second = make_enquiry(person=person), make_enquiry(person=person)
    make_delivery(enquiry=first, destination="sick", state=State.RETRY)
    make_delivery(enquiry=second, destination="main")

    assert claim("main") is not None


def test_only_destinations_that_are_set_up_and_not_paused_get_anything() -> None:
    for name in ("gone", "paused", "rested", "open"):
        make_delivery(destination=name)
    now = timezone.now()
    Circuit.objects.create(destination="paused", rests_until=now + timedelta(minutes=1))
    Circuit.objects.create(destination="rested", rests_until=now)

    with registry.using(*(FakeDestination(name) for name in ("paused", "rested", "open"))):
        claimed = [*claim_next(), *claim_next(), *claim_next()]

    assert {held.delivery.destination for held in claimed} == {"rested", "open"}


def test_no_destination_takes_more_than_half_of_the_threads_but_the_only_one_takes_all() -> None:
    for _ in range(5):
        make_delivery(destination="sick")
    sick, well = FakeDestination("sick"), FakeDestination("well")

    with registry.using(sick, well):
        assert claim_next(["sick"], Shares(4))
        assert not claim_next(["sick", "sick"], Shares(4))
        assert claim_next([], Shares(1))
    with registry.using(sick):
        assert claim_next(["sick", "sick", "sick"], Shares(4))


def test_the_destination_with_the_fewest_in_hand_is_served_first() -> None:
    for name in ("busy", "idle"):
        make_delivery(destination=name)

    with registry.using(FakeDestination("busy"), FakeDestination("idle")):
        [held] = claim_next(["busy"], Shares(8))

    assert held.delivery.destination == "idle"


def test_a_lease_that_lasts_keeps_others_away_and_one_that_ran_out_does_not() -> None:
    delivery = make_delivery()
    first = claim("main")
    assert first is not None
    assert claim("main") is None

    expire(delivery)
    second = claim("main")

    assert second is not None
    assert second.delivery.pk == delivery.pk
    assert second.token != first.token


def test_a_lease_that_ran_out_is_an_unknown_outcome_until_the_call_must_have_ended() -> None:
    delivery = make_delivery()
    claim("main")
    expire(delivery)
    ended = Delivery.objects.get(pk=delivery.pk).lease_until
    assert ended is not None

    claim("main")

    delivery.refresh_from_db()
    assert delivery.crashes == 1
    assert delivery.settles_at == ended + CALL_DEADLINE
    assert [each.outcome for each in Attempt.objects.all()] == ["WorkerLost"]


def test_a_worker_that_was_overtaken_can_change_nothing_any_more() -> None:
    delivery = make_delivery()
    stale = claim("main")
    assert stale is not None
    expire(delivery)
    current = claim("main")
    assert current is not None
    before = Delivery.objects.values().get()

    with pytest.raises(LeaseLost):
        stale.update(state=State.DELIVERED)
    with pytest.raises(LeaseLost):
        stale.renew()

    assert Delivery.objects.values().get() == before


def test_a_renewed_lease_lasts_longer() -> None:
    delivery = make_delivery()
    held = claim("main", SECOND)
    assert held is not None

    held.renew()

    delivery.refresh_from_db()
    assert delivery.lease_until == held.until
    assert held.until > timezone.now() + LEASE - SECOND


def test_a_worker_that_outlived_its_lease_knows_by_itself_not_to_call() -> None:
    make_delivery()
    held = claim("main", timedelta(0))
    assert held is not None

    with pytest.raises(LeaseLost):
        held.require()


def test_the_search_for_what_is_due_does_not_touch_what_is_settled() -> None:
    for search in (Delivery.objects.claimable, Delivery.objects.sound):
        plan = search("main", timezone.now())[:1].explain()

        assert "USING INDEX delivery_in_line (destination=? AND due_at<?)" in plan
        assert "TEMP B-TREE" not in plan
