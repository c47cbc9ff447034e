"""Transactions that write, of many threads in one process."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

from django.db import connection, transaction

_one_at_a_time = threading.RLock()  # taken again by what is called within


@contextmanager
def writing() -> Iterator[None]:
    """Run the block in a transaction. On SQLite, the threads of this process take turns.

    SQLite has one writer at a time, and whoever finds it busy sleeps for longer and longer between
    looks: eight threads that meet there are slower than one. A lock hands over at once.
    """
    with turn(), transaction.atomic():
        yield


def checkpoint() -> None:
    """Have SQLite bring what its log holds into the database, as far as nobody has to wait for it.

    See https://sqlite.org/pragma.html#pragma_wal_checkpoint (PASSIVE).
    """
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(PASSIVE)")


def turn() -> AbstractContextManager[object]:
    """Return a context for what needs a turn alone: it is one statement, or done as if it were."""
    return _one_at_a_time if connection.vendor == "sqlite" else nullcontext()
