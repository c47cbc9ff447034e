"""What a busy worker claims at once, and how a delivery and its attempt are settled together."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from leads.delivery.claims import LeaseLost, claim, claim_some
from leads.models import Attempt, Delivery, State
from tests.factories import make_delivery, make_enquiry, make_person

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)


def test_several_are_claimed_in_one_statement_the_longest_waiting_first(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    assert claim_some("main", 2) == []  # which writes the statement
    now = timezone.now()
    waiting = [make_delivery(due_at=now - n * SECOND) for n in (1, 3, 2, 5)]
    claim("main")

    with django_assert_num_queries(1):
        held = claim_some("main", 2)

    assert [each.delivery.pk for each in held] == [waiting[1].pk, waiting[2].pk]
    for each in held:
        row = Delivery.objects.get(pk=each.delivery.pk)
        assert (row.state, row.lease, row.lease_until) == (State.LEASED, each.token, each.until)
        assert (each.delivery.state, each.delivery.lease) == (row.state, row.lease)
        each.renew()
    assert [each.delivery.pk for each in claim_some("main", 16)] == [waiting[0].pk]
    assert claim_some("main", 16) == []


def test_of_a_person_s_enquiries_only_the_first_is_among_several() -> None:
    person = make_person()
    first, second = make_enquiry(person=person), make_enquiry(person=person)
    other = make_delivery(due_at=timezone.now())
    for each in (second, first):
        make_delivery(enquiry=each, due_at=timezone.now() - SECOND)

    held = claim_some("main", 16)

    assert [each.delivery.enquiry_id for each in held] == [first.pk, other.enquiry_id]


def test_what_has_ended_a_worker_or_was_left_by_one_is_never_among_several() -> None:
    now = timezone.now()
    make_delivery(crashes=1)
    make_delivery(state=State.LEASED, lease=uuid4(), lease_until=now - SECOND)
    make_delivery(due_at=now + timedelta(minutes=1))
    make_delivery(state=State.DEAD, due_at=None)

    assert claim_some("main", 16) == []
    assert claim("main") is not None
    assert claim("main") is not None


def test_a_try_whose_lease_is_lost_leaves_no_attempt_behind() -> None:
    delivery = make_delivery()
    [stale] = claim_some("main", 1)
    Delivery.objects.update(lease_until=timezone.now() - SECOND)
    current = claim("main")
    assert current is not None
    attempt = {
        "delivery": delivery.pk,
        "started_at": timezone.now(),
        "milliseconds": 7,
        "outcome": "Delivered",
    }

    with pytest.raises(LeaseLost):
        stale.end({"state": State.DELIVERED}, attempt)
    assert [each.outcome for each in Attempt.objects.all()] == ["WorkerLost"]

    current.end({"state": State.DELIVERED}, attempt)
    assert Attempt.objects.filter(outcome="Delivered").count() == 1
    assert Delivery.objects.get().state == State.DELIVERED


def test_a_database_that_cannot_return_what_it_changes_has_one_claimed_at_a_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(connection.features, "can_return_columns_from_insert", False)
    make_delivery()

    assert claim_some("main", 16) == []
    assert claim("main") is not None
