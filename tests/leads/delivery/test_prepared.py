"""Queries that are written once."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from leads.models import Attempt, Delivery, State
from leads.models.changing import add, change
from leads.models.prepared import Prepared
from tests.factories import make_delivery

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def test_a_prepared_query_finds_what_the_query_itself_would_at_every_moment() -> None:
    now = timezone.now()
    early, late = make_delivery(due_at=now - HOUR), make_delivery(due_at=now + HOUR)
    due = Prepared(Delivery, lambda at: Delivery.objects.claimable("main", at))

    assert not due.any(now - 2 * HOUR)
    assert due.first(now - 2 * HOUR) is None
    assert due.first(now) == early
    Delivery.objects.filter(pk=early.pk).update(due_at=None)
    assert due.first(now) is None
    assert due.first(now + 2 * HOUR) == late
    assert due.any(now + 2 * HOUR)


def test_a_prepared_query_is_built_once_and_costs_one_query_each_time() -> None:
    built: list[datetime] = []

    def build(at: datetime) -> QuerySet[Delivery]:
        built.append(at)
        return Delivery.objects.filter(due_at__lte=at)

    due = Prepared(Delivery, build)

    with CaptureQueriesContext(connection) as asked:
        for _ in range(3):
            due.any(timezone.now())

    assert (len(built), len(asked)) == (1, 3)


def test_a_prepared_query_finds_by_key_and_reads_every_kind_of_value() -> None:
    refs = {"lead": {"kind": "lead", "id": "7", "url": ""}}
    one = make_delivery(refs=refs, lease=uuid4(), waits=HOUR)
    make_delivery()
    by_key = Prepared(Delivery, lambda key: Delivery.objects.filter(pk=key))

    found = by_key.first(one.pk)

    assert found is not None
    assert values(found) == values(Delivery.objects.get(pk=one.pk))
    assert by_key.first(0) is None


def test_part_of_a_row_can_be_had_and_the_rest_is_read_when_it_is_asked_for() -> None:
    one = make_delivery(refs={"lead": {}})
    part = Prepared(Delivery, lambda key: Delivery.objects.filter(pk=key).only("state"))

    found = part.first(one.pk)

    assert found is not None
    assert found.get_deferred_fields() >= {"refs", "destination"}
    assert (found.state, found.refs) == (one.state, {"lead": {}})


def test_each_thread_writes_and_reads_by_its_own_connection() -> None:
    due = Prepared(Delivery, lambda at: Delivery.objects.filter(due_at__lte=at))
    due.any(timezone.now())
    seen: list[object] = []

    def elsewhere() -> None:
        seen.extend([due.rows(timezone.now()), connection.connection is not None])
        connection.close()

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()

    assert len(seen) == 2  # without an error about another thread's connection


def test_a_change_is_that_of_an_update_and_none_is_a_value_to_compare_with() -> None:
    free, held = make_delivery(lease=None), make_delivery(lease=uuid4())
    now = timezone.now()
    news = {
        "state": State.LEASED,
        "due_at": None,
        "waits": HOUR,
        "refs": {"a": {}},
        "lease": uuid4(),
    }

    assert change(Delivery, {"id": free.pk, "lease": None}, news | {"lease_until": now}) == 1
    assert change(Delivery, {"id": held.pk, "lease": None}, news) == 0

    changed = Delivery.objects.get(pk=free.pk)
    assert {name: getattr(changed, name) for name in news} == news
    assert changed.lease_until == now
    held_now = Delivery.objects.get(pk=held.pk)
    assert held_now.lease == held.lease
    assert held_now.refs == {}


def test_what_is_added_is_as_if_it_was_created_defaults_included() -> None:
    row = {"started_at": timezone.now(), "milliseconds": 7, "outcome": "Delivered"}
    one = make_delivery()

    add(Attempt, row | {"delivery": one.pk})
    Attempt.objects.create(delivery=one, **row)

    added, created = Attempt.objects.order_by("pk").values()
    assert added.pop("id") < created.pop("id")
    assert added == created


def values(delivery: Delivery) -> dict[str, object]:
    """Return what stands in a row."""
    return {
        each.attname: getattr(delivery, each.attname) for each in Delivery._meta.concrete_fields
    }
