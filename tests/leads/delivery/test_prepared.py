"""Queries that are written once."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from leads.models import Delivery
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
