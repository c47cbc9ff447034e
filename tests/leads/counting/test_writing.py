"""Counts are written down in batches: all of them, once, also by several processes at a time."""

from __future__ import annotations

import multiprocessing
from typing import Any

import pytest
from django.db import DatabaseError, connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from leads.counting import buffer
from leads.models import Tally
from leads.models.tally import Key, What
from tests.leads.counting.conftest import Total


def test_many_of_a_kind_are_one_row_and_one_statement(total: Total) -> None:
    for _ in range(50):
        buffer.count(What.TAPPED)
    assert total(What.TAPPED) == 50
    for _ in range(7):
        buffer.count(What.TAPPED)

    with CaptureQueriesContext(connection) as made:
        buffer.flush()

    assert total(What.TAPPED) == 57
    assert Tally.objects.count() == 1
    assert len([each for each in made if "leads_tally" in each["sql"]]) == 1


def test_what_cannot_be_written_down_is_kept_and_written_once_later(
    total: Total, monkeypatch: Any
) -> None:
    buffer.count(What.TAPPED)
    with monkeypatch.context() as patched:
        patched.setattr(connection, "cursor", _failing)
        assert not buffer.flush()
    buffer.count(What.TAPPED)

    assert total(What.TAPPED) == 2


def test_a_part_that_fails_leaves_nothing_written(total: Total) -> None:
    key = Key(timezone.localdate(), What.READ)
    too_few = -1  # the column takes no such number

    with pytest.raises(DatabaseError):
        Tally.objects.add({key: 1, key._replace(page=2): too_few})

    assert not Tally.objects.exists()


def test_days_are_the_firms(total: Total) -> None:
    import time_machine

    with time_machine.travel("2026-06-30 23:30Z", tick=False):  # half past midnight in London
        buffer.count(What.TAPPED)

    assert total(What.TAPPED, day="2026-07-01") == 1


@pytest.mark.django_db(transaction=True)
def test_two_processes_that_count_the_same_lose_nothing_when_they_end(settings: Any) -> None:
    """Each ends as a web server's process does: its main thread returns, and no more is done."""
    buffer.flush()
    Tally.objects.all().delete()
    settings.COUNTS_WRITTEN_EVERY = 0.02
    connections.close_all()  # a connection must not be in two processes
    fork = multiprocessing.get_context("fork")
    processes = [fork.Process(target=_count_many) for _ in range(2)]

    for each in processes:
        each.start()
    for each in processes:
        each.join(60)

    assert [each.exitcode for each in processes] == [0, 0]
    assert Tally.objects.get().n == 600


def _count_many() -> None:
    import time

    for number in range(300):
        buffer.count(What.TAPPED)
        if number % 60 == 0:
            time.sleep(0.03)


def _failing(*_: Any, **__: Any) -> Any:
    raise DatabaseError("database is locked")
