"""SQLite's log: emptied beside the visitors, by the worker (tests/running/test_log.py)."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection

from config.sqlite import OPTIONS
from leads.delivery.writing import checkpoint
from tests.factories import make_enquiry


def test_a_commit_does_not_empty_the_log(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "x.sqlite3")) as database:
        database.executescript(f"{OPTIONS['init_command']} CREATE TABLE row (text)")
        for _ in range(1500):  # pages, of which SQLite itself would let 1,000 gather
            database.execute("INSERT INTO row VALUES (?)", ["x" * 4000])
            database.commit()

        waiting = database.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()[1]

    assert waiting > 1500


@pytest.mark.django_db
def test_in_a_transaction_it_is_left_for_later() -> None:
    make_enquiry()

    checkpoint()

    assert connection.in_atomic_block
