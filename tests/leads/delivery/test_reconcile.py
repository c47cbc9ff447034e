"""Comparing with a CRM in which somebody has deleted and copied records by hand."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from leads.crm.hubspot import HubSpot
from leads.crm.url import parse_destinations
from leads.delivery import outbox, registry
from leads.delivery.reconciling import Finding, reconcile
from leads.delivery.worker import drain
from leads.models import Delivery, State
from tests.factories import make_delivery, make_enquiry
from tests.fakes import FakeDestination
from tests.processes import crm_url
from tests.sandbox import start_sandbox

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("crm")


@pytest.fixture
def crm(folder: Path) -> Iterator[HubSpot]:
    with start_sandbox(folder, "--rate", "0") as running:
        [url] = parse_destinations(crm_url(running))
        with registry.using(destination := HubSpot.from_url(url)):
            yield destination


def by_hand(folder: Path, sql: str, records: list[str]) -> None:
    with closing(sqlite3.connect(folder / "sandbox.sqlite3")) as database, database:
        for record in records:
            database.executescript(sql.format(id=int(record)))


DELETE = "PRAGMA foreign_keys = ON; DELETE FROM record WHERE id = {id};"
COPY = """
INSERT INTO record (kind, properties, created, updated)
    SELECT kind, properties, created, updated FROM record WHERE id = {id};
INSERT INTO link SELECT max(record.id), link.target FROM record, link WHERE link.source = {id};
"""


@pytest.mark.long
def test_every_record_that_was_deleted_or_copied_by_hand_is_found_and_named_by_its_reference(
    crm: HubSpot, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(21):
        make_delivery()
    drain()
    rows = list(Delivery.objects.select_related("enquiry").order_by("pk"))
    by_hand(folder, DELETE, [each.refs["note"]["id"] for each in rows[:7]])
    by_hand(folder, DELETE, [each.refs["person"]["id"] for each in rows[7:10]])
    by_hand(folder, COPY, [each.refs["task"]["id"] for each in rows[10:20]])

    with pytest.raises(SystemExit) as ended:
        call_command("reconcile")

    assert ended.value.code == 1
    said = capsys.readouterr()
    lines = [line for line in said.out.splitlines() if ": L-" in line]
    named = {line.split()[1] for line in lines}
    assert named == {each.enquiry.reference for each in rows[:20] if each.enquiry}
    assert f"main: {rows[0].enquiry.reference} has no note there" in lines
    assert f"main: {rows[10].enquiry.reference} is there 2 times as a task" in lines
    assert "acme.example" not in said.out + said.err


def test_a_gap_is_filled_by_delivering_anew(crm: HubSpot, folder: Path) -> None:
    delivery = make_delivery()
    drain()
    assert list(reconcile(crm)) == []
    delivery.refresh_from_db()
    by_hand(folder, DELETE, [delivery.refs["task"]["id"]])
    assert [each.what for each in reconcile(crm)] == ["has no task there"]

    assert outbox.send_anew(delivery)
    drain()

    assert list(reconcile(crm)) == []


def test_what_failed_or_was_never_put_in_is_missing_too_and_what_is_under_way_is_not(
    crm: HubSpot,
) -> None:
    make_delivery()
    drain()
    failed = make_delivery(state=State.DEAD, error="Rejected", died_at=timezone.now())
    make_delivery(state=State.RETRY, due_at=timezone.now() + timedelta(hours=1))
    make_delivery(state=State.CANCELLED)
    nowhere = make_enquiry()
    make_enquiry(is_test=True)
    make_enquiry(erased_at=timezone.now())

    assert list(reconcile(crm)) == [
        Finding(reference=failed.enquiry.reference, what="failed (Rejected)"),
        Finding(reference=nowhere.reference, what="was never put in for this destination"),
    ]


def test_what_was_put_in_earlier_can_be_left_out(crm: HubSpot) -> None:
    make_delivery(state=State.DEAD, error="Rejected", created_at=timezone.now() - timedelta(days=3))

    assert list(reconcile(crm, since=timezone.now() - timedelta(days=2))) == []


def test_a_destination_that_cannot_be_asked_says_so_and_an_unknown_one_is_named(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with registry.using(FakeDestination("paper")):
        call_command("reconcile")
        with pytest.raises(CommandError, match="other"):
            call_command("reconcile", "--destination", "other")

    assert "paper: it cannot be asked what it holds." in capsys.readouterr().out
