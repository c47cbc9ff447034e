"""Asks PostgreSQL again and again, also after a migration has changed what it answers with.

Run by tests as a process of its own, with the settings of the many machines.
"""

from __future__ import annotations

import os

import django
import psycopg

django.setup()

from django.db import DatabaseError, connection, transaction  # noqa: E402

from leads.delivery.candidates import circuits  # noqa: E402


def ask(times: int) -> None:
    for _ in range(times):
        circuits()


def change(length: int) -> None:
    """As a migration does it: in another process, so over another connection."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as other:
        other.execute(f"ALTER TABLE leads_circuit ALTER COLUMN error TYPE varchar({length})")


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


main()
