"""Asks PostgreSQL again and again, also after a migration has changed what it answers with.

Run by tests as a process of its own, with the settings of the many machines.
"""

from __future__ import annotations

import os

import django
import psycopg

django.setup()

from django.db import DatabaseError, connection, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from leads.delivery.claims import LeaseLost, claim_some  # noqa: E402
from leads.delivery.known import circuits  # noqa: E402
from leads.models import Attempt, Delivery, State  # noqa: E402
from tests.factories import make_delivery  # noqa: E402


def ask(times: int) -> None:
    for _ in range(times):
        circuits()


def change(length: int) -> None:
    """As a migration does it: in another process, so over another connection."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as other:
        other.execute(f"ALTER TABLE leads_circuit ALTER COLUMN error TYPE varchar({length})")


def claim_together() -> None:
    """Claim and settle as workers do, to a destination that they do not know of."""
    for _ in range(5):
        make_delivery(destination="elsewhere")
    kept = claim_some("elsewhere", 4)
    others = claim_some("elsewhere", 4)
    assert (len(kept), len(others)) == (4, 1)
    row = {"started_at": timezone.now(), "milliseconds": 7, "outcome": "Delivered"}
    for held in kept:
        held.end({"state": State.DELIVERED}, row | {"delivery": held.delivery.pk})
        try:
            held.end({"state": State.DELIVERED}, row | {"delivery": held.delivery.pk})
        except LeaseLost:
            continue
        raise AssertionError
    attempts = Attempt.objects.filter(delivery__destination="elsewhere")
    assert attempts.values_list("delivery").distinct().count() == len(attempts) == 4
    assert {each.times for each in attempts} == {1}
    with connection.cursor() as cursor:
        cursor.execute("SET enable_seqscan = off")
    plan = Delivery.objects.sound("elsewhere", timezone.now())[:4].explain()
    assert "delivery_in_line" in plan, plan
    assert "Sort" not in plan, plan
    print("several are claimed and settled")


def main() -> None:
    ask(5)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements")
        print("planned", *cursor.fetchone())
    change(41)
    ask(1)
    print("answers outside a transaction")
    ask(5)
    change(40)
    try:
        with transaction.atomic():
            ask(1)
    except DatabaseError:
        connection.close()  # as the worker does
    with transaction.atomic():
        ask(5)
    print("answers in the next transaction")
    claim_together()


main()
