"""The SQLite that is really open: which version, and how."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from config.sqlite import loses_commits

pytestmark = pytest.mark.django_db(transaction=True)


def pragma(name: str) -> Any:
    with connection.cursor() as cursor:
        return cursor.execute(f"PRAGMA {name}").fetchone()[0]


def test_the_open_database_has_a_version_that_keeps_commits() -> None:
    with connection.cursor() as cursor:
        version = cursor.execute("SELECT sqlite_version()").fetchone()[0]

    major, minor, patch = map(int, version.split("."))
    assert not loses_commits((major, minor, patch)), version
    assert version == sqlite3.sqlite_version  # one library in the process, not two


@pytest.mark.parametrize(
    ("name", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("secure_delete", 1)]
)
def test_the_open_database_is_a_wal_that_is_synchronised_in_full(name: str, value: object) -> None:
    assert pragma(name) == value


def test_a_transaction_begins_as_a_writer() -> None:
    with CaptureQueriesContext(connection) as queries, transaction.atomic():
        pass

    assert queries.captured_queries[0]["sql"] == "BEGIN IMMEDIATE"


def test_a_second_writer_waits_from_its_beginning() -> None:
    # Were it refused only at its first write, it would have read what is no longer true.
    blocked = threading.Event()

    def second_writer() -> None:
        with closing(sqlite3.connect(connection.settings_dict["NAME"], timeout=0)) as other:
            try:
                other.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                blocked.set()

    with transaction.atomic():
        writer = threading.Thread(target=second_writer)
        writer.start()
        writer.join()

    assert blocked.is_set()


@pytest.mark.parametrize(
    ("version", "loses"),
    [
        ((3, 6, 23), False),  # no WAL yet
        ((3, 7, 0), True),
        ((3, 40, 1), True),  # Debian 12's
        ((3, 44, 5), True),
        ((3, 44, 6), False),  # corrected in this line
        ((3, 45, 0), True),
        ((3, 50, 6), True),
        ((3, 50, 7), False),  # corrected in this line
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 53, 4), False),
        ((4, 0, 0), False),
    ],
)
def test_versions_that_lose_commits_are_known(version: tuple[int, int, int], loses: bool) -> None:
    assert loses_commits(version) is loses
