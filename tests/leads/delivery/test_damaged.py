"""A row that is damaged: given to a person with the reason, and in nobody else's way."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.utils import timezone

from leads.delivery import outbox, registry, words
from leads.delivery.worker import drain
from leads.models import Delivery, State
from tests.factories import make_delivery
from tests.fakes import FakeDestination

pytestmark = pytest.mark.django_db
CUT_OFF = '{"question": "Who is ann@acme.example'


@contextmanager
def unchecked() -> Iterator[Any]:
    """A cursor for what a failing disk or a careless hand leaves: SQLite checks JSON, if asked."""
    if connection.vendor != "sqlite":
        pytest.fail("only SQLite stores JSON as text that can be damaged")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA ignore_check_constraints = ON")
        yield cursor
        cursor.execute("PRAGMA ignore_check_constraints = OFF")


def damage(table: str, column: str, key: str, row: object, value: object = CUT_OFF) -> None:
    with unchecked() as cursor:
        cursor.execute(f"UPDATE {table} SET {column} = %s WHERE {key} = %s", [value, row])  # noqa: S608


def damaged_enquiry() -> Delivery:
    delivery = make_delivery()
    damage("leads_enquiry", "answers", "id", delivery.enquiry_id.hex)
    return delivery


def damaged_refs() -> Delivery:
    delivery = make_delivery()
    damage("leads_delivery", "refs", "id", delivery.pk)
    return delivery


def damaged_text() -> Delivery:
    delivery = make_delivery()
    with unchecked() as cursor:
        cursor.execute(
            "UPDATE leads_enquiry SET message = CAST(x'ff61' AS TEXT) WHERE id = %s",
            [delivery.enquiry_id.hex],
        )
    return delivery


def deliver(times: int) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(times):
            drain()
            clock.shift(timedelta(hours=7))


def stored(delivery: Delivery) -> Delivery:
    return Delivery.objects.defer("refs").get(pk=delivery.pk)


@pytest.mark.parametrize("make", [damaged_enquiry, damaged_refs, damaged_text])
def test_a_damaged_row_is_given_to_a_person_after_five_tries_and_blocks_no_other(
    make: Any, caplog: pytest.LogCaptureFixture
) -> None:
    broken, whole = make(), make_delivery()

    with registry.using(crm := FakeDestination("main")), caplog.at_level(logging.DEBUG):
        drain()
        assert stored(whole).state == State.DELIVERED
        assert stored(broken).state == State.RETRY
        deliver(times=10)

    left = stored(broken)
    assert (left.state, left.error, left.tries, left.due_at) == (State.DEAD, "Unreadable", 5, None)
    assert "cannot be read" in words.in_words(left)
    assert {reference for _, _, reference in crm.calls} == {whole.enquiry.reference}
    assert "acme.example" not in caplog.text + left.detail


def test_a_row_that_was_mended_is_delivered_by_a_resend() -> None:
    broken = damaged_enquiry()

    with registry.using(FakeDestination("main")):
        deliver(times=6)
        damage("leads_enquiry", "answers", "id", broken.enquiry_id.hex, "[]")
        assert outbox.resend(broken)
        drain()

    assert stored(broken).state == State.DELIVERED


@pytest.mark.parametrize("make", [damaged_enquiry, damaged_refs, damaged_text])
def test_the_desk_still_lists_every_enquiry_when_one_is_damaged(make: Any) -> None:
    references = [make().enquiry.reference, make_delivery().enquiry.reference]
    client = Client()
    boss = User.objects.create_superuser("boss")
    client.force_login(boss, "django.contrib.auth.backends.ModelBackend")

    page = client.get("/admin/enquiry/").content.decode()

    assert all(each in page for each in references)
