"""What is known of destinations: read once for many, and never older than said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from leads.crm.base import AuthFailed
from leads.delivery import breaker, known, registry
from leads.delivery.claims import admitting, claim
from leads.delivery.sending import send
from leads.models import Circuit
from tests.factories import make_delivery
from tests.fakes import FakeDestination

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[float]]:
    """Seconds, in a list of one; what was read is remembered for one of them."""
    now = [1000.0]
    monkeypatch.setattr(known.time, "monotonic", lambda: now[0])
    known.remember(1.0)
    yield now
    known.remember(0.0)


def test_a_process_that_is_no_worker_reads_it_each_time(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(2):
        known.circuits()
        known.circuits()


def test_it_is_read_once_and_anew_after_its_time(
    clock: list[float], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        assert not known.circuits()
        assert not known.circuits()
    breaker.stop("main", timezone.now())  # as by another process

    assert not known.circuits()
    clock[0] += 1.0
    assert set(known.circuits()) == {"main"}


@pytest.mark.usefixtures("clock")
def test_what_this_process_has_learnt_holds_at_once() -> None:
    refusing = FakeDestination("main", person=[AuthFailed("main: HTTP 401", http_status=401)])
    with registry.using(refusing):
        assert "main" in admitting()
        make_delivery()
        held = claim("main")
        assert held is not None

        send(held, refusing)

        assert "main" not in admitting()


@pytest.mark.usefixtures("clock")
def test_what_was_read_while_it_changed_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    read = known._rows.rows

    def change_behind(now: datetime) -> list[Circuit]:
        found = read(now)
        breaker.stop("main", timezone.now())
        known.changed()
        return found

    with monkeypatch.context() as during:
        during.setattr(known._rows, "rows", change_behind)
        assert not known.circuits()

    assert set(known.circuits()) == {"main"}
