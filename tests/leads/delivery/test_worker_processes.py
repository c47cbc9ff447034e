"""The worker as it runs: processes that are killed, stopped and left alone.

Nothing here depends on how long something takes; what must not happen is read from the practice
CRM's ledger, what must happen is waited for.
"""

import os
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from django.db import connection, transaction

from leads.models import Attempt, Delivery, State
from tests.factories import make_delivery, make_enquiry, make_person
from tests.processes import alive, crm_url, eventually, start_worker
from tests.sandbox import Sandbox, start_sandbox

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.e2e]

WAITS = "waiting for the database"
NOTES = "/crm/v3/objects/notes"
ONCE = {"ann@acme.example": {"notes": 1, "tasks": 1}}


@pytest.fixture
def crm(tmp_path: Path) -> Iterator[Sandbox]:
    with start_sandbox(tmp_path, "--rate", "0") as running:
        yield running


def enquire() -> Delivery:
    return make_delivery(enquiry=make_enquiry(person=make_person(email="ann@acme.example")))


def delivered(*deliveries: Delivery) -> bool:
    keys = [each.pk for each in deliveries]
    done = Delivery.objects.filter(pk__in=keys, state=State.DELIVERED)
    return done.count() == len(keys)


def in_call(crm: Sandbox, path: str = NOTES) -> bool:
    """Whether a call to that path has arrived and is not answered yet."""
    return any(one["path"] == path and one["status"] is None for one in crm.requests())


def test_a_worker_delivers_what_lies_there_and_what_comes(tmp_path: Path, crm: Sandbox) -> None:
    before = [make_delivery() for _ in range(3)]
    with start_worker(tmp_path, crm_url(crm)) as worker:
        eventually(lambda: delivered(*before))
        after = [make_delivery() for _ in range(3)]
        eventually(lambda: delivered(*after))
        worker.send(signal.SIGTERM)
        assert worker.wait() == 0

    assert list(crm.counts()["by_email"].values()) == [{"notes": 1, "tasks": 1}] * 6
    assert "@" not in worker.said()


@pytest.mark.parametrize("kind", ["delay", "delay-after"])
def test_a_worker_killed_in_the_middle_of_a_call_is_replaced_and_leaves_no_double(
    tmp_path: Path, crm: Sandbox, kind: str
) -> None:
    delivery = enquire()
    crm.faults([{"kind": kind, "value": 4, "match": f"POST {NOTES}", "times": 1}])
    with start_worker(tmp_path, crm_url(crm)) as worker:
        eventually(lambda: in_call(crm))
        killed = worker.kill_child()
        eventually(lambda: delivered(delivery))
        assert worker.child() != killed
        assert worker.process.poll() is None

    assert crm.counts()["by_email"] == ONCE
    outcomes = [each.outcome for each in Attempt.objects.all()]
    assert (outcomes[0], outcomes[-1]) == ("WorkerLost", "Delivered")


@pytest.mark.long
def test_a_worker_killed_while_idle_is_replaced_without_end(tmp_path: Path, crm: Sandbox) -> None:
    with start_worker(tmp_path, crm_url(crm)) as worker:
        children = {worker.kill_child()}
        for _ in range(3):
            eventually(lambda: worker.child() not in children)
            children.add(worker.kill_child())
        delivery = enquire()
        eventually(lambda: delivered(delivery))

    assert crm.counts()["by_email"] == ONCE


def test_a_child_whose_parent_is_killed_ends_by_itself(tmp_path: Path, crm: Sandbox) -> None:
    enquire()
    crm.faults([{"kind": "hang", "match": f"POST {NOTES}"}])
    with start_worker(tmp_path, crm_url(crm)) as worker:
        child = worker.child()
        eventually(lambda: in_call(crm))
        worker.send(signal.SIGKILL)
        worker.wait()
        eventually(lambda: not alive(child), patience=10)


@pytest.mark.long
def test_a_worker_whose_supervisor_is_gone_ends_by_itself(tmp_path: Path, crm: Sandbox) -> None:
    gone = str(os.getppid())  # anybody but this process, which starts the worker
    with start_worker(tmp_path, crm_url(crm), LEADLINE_SUPERVISOR_PID=gone) as worker:
        assert worker.wait() == 0

    with start_worker(
        tmp_path, crm_url(crm), LEADLINE_SUPERVISOR_PID=str(os.getpid())
    ) as supervised:
        delivery = enquire()
        eventually(lambda: delivered(delivery))
        assert supervised.process.poll() is None


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_that_is_asked_to_stop_ends_the_call_it_is_in(
    tmp_path: Path, crm: Sandbox, number: int
) -> None:
    delivery = enquire()
    crm.faults([{"kind": "delay", "value": 3, "match": f"POST {NOTES}", "times": 1}])
    with start_worker(tmp_path, crm_url(crm)) as worker:
        child = worker.child()
        eventually(lambda: in_call(crm))
        later = make_delivery()
        worker.send(number)
        assert worker.wait() == 0
        assert not alive(child)

    delivery.refresh_from_db()
    assert delivery.state == State.DELIVERED
    assert crm.counts()["by_email"]["ann@acme.example"] == {"notes": 1, "tasks": 1}
    assert [each.outcome for each in delivery.attempts.all()] == ["Delivered"]
    later.refresh_from_db()
    assert later.state in {State.PENDING, State.DELIVERED}  # it may have been claimed before


def test_a_worker_that_is_asked_twice_ends_at_once(tmp_path: Path, crm: Sandbox) -> None:
    delivery = enquire()
    crm.faults([{"kind": "hang", "match": f"POST {NOTES}"}])
    with start_worker(tmp_path, crm_url(crm)) as worker:
        child = worker.child()
        eventually(lambda: in_call(crm))
        worker.send(signal.SIGTERM)
        worker.send(signal.SIGINT)
        assert worker.wait() == 1
        assert not alive(child)

    delivery.refresh_from_db()
    assert delivery.state == State.LEASED  # the next worker will see that nobody renews it


@pytest.mark.long
def test_a_hung_destination_leaves_threads_for_another(
    tmp_path: Path, crm: Sandbox, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with start_sandbox(tmp_path_factory.mktemp("sick")) as sick:
        sick.faults([{"kind": "hang"}])
        for _ in range(4):
            make_delivery(destination="sick")
        with start_worker(tmp_path, crm_url(crm), crm_url(sick, "sick"), threads=4) as worker:
            eventually(lambda: in_call(sick, "/crm/v3/objects/contacts/batch/upsert"))
            waiting = [make_delivery() for _ in range(5)]
            eventually(lambda: delivered(*waiting))
            assert not Delivery.objects.filter(destination="sick", state=State.DELIVERED).exists()
            assert worker.process.poll() is None


@pytest.mark.long
def test_a_lease_is_renewed_for_as_long_as_a_call_takes(tmp_path: Path, crm: Sandbox) -> None:
    delivery = enquire()
    crm.faults([{"kind": "delay", "value": 9, "match": f"POST {NOTES}", "times": 1}])
    with start_worker(tmp_path, crm_url(crm)):
        eventually(lambda: delivered(delivery))

    assert [each.outcome for each in Attempt.objects.all()] == ["Delivered"]
    assert [one["status"] for one in crm.requests() if one["path"] == NOTES] == [201]


@pytest.mark.long
def test_a_worker_waits_for_a_database_that_is_not_there_yet(tmp_path: Path, crm: Sandbox) -> None:
    enquire()
    new = tmp_path / "new.sqlite3"
    with start_worker(tmp_path, crm_url(crm), DATABASE_URL=f"sqlite:///{new}") as worker:
        eventually(lambda: WAITS in worker.said())
        with closing(sqlite3.connect(new)) as target:
            connection.connection.backup(target)
        eventually(lambda: crm.counts()["by_email"] == ONCE)

    assert worker.said().count(WAITS) == 1


@pytest.mark.long
def test_a_worker_outlives_a_database_that_is_locked(tmp_path: Path, crm: Sandbox) -> None:
    delivery = enquire()
    with ExitStack() as stack:
        with transaction.atomic():  # SQLite has one writer at a time, and this is it
            Delivery.objects.update(detail="locked")
            worker = stack.enter_context(start_worker(tmp_path, crm_url(crm)))
            eventually(lambda: WAITS in worker.said())
            child = worker.child()
        eventually(lambda: delivered(delivery))
        assert worker.child() == child

    assert crm.counts()["by_email"] == ONCE


def test_a_row_that_cannot_even_be_claimed_ends_no_worker(tmp_path: Path, crm: Sandbox) -> None:
    delivery = enquire()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE leads_delivery SET lease = 'no token'")
    with start_worker(tmp_path, crm_url(crm)) as worker:
        eventually(lambda: "claiming: ValueError" in worker.said())
        child = worker.child()
        with connection.cursor() as cursor:
            cursor.execute("UPDATE leads_delivery SET lease = NULL")
        eventually(lambda: delivered(delivery))
        assert worker.child() == child


@pytest.mark.long
def test_two_workers_at_one_outbox_send_nothing_twice(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, crm: Sandbox
) -> None:
    deliveries = [make_delivery() for _ in range(60)]
    other = tmp_path_factory.mktemp("other")
    with start_worker(tmp_path, crm_url(crm)), start_worker(other, crm_url(crm)):
        eventually(lambda: delivered(*deliveries))

    assert list(crm.counts()["by_email"].values()) == [{"notes": 1, "tasks": 1}] * 60
    assert Attempt.objects.count() == 60
