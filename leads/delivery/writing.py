"""Transactions that write, of many threads in one process."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from django.db import connection, transaction

_one_at_a_time = threading.RLock()  # taken again by what is called within
PATIENCE = 1.0  # seconds; where the database is locked from outside, waits must not add up


@contextmanager
def writing() -> Iterator[None]:
    """Run the block in a transaction. On SQLite, the threads of this process take turns.

    SQLite has one writer at a time, and whoever finds it busy sleeps for longer and longer between
    looks: eight threads that meet there are slower than one. A lock hands over at once. Who waits
    for a turn in vain asks SQLite itself.
    """
    with _turn() if connection.vendor == "sqlite" else nullcontext(), transaction.atomic():
        yield


@contextmanager
def _turn() -> Iterator[None]:
    taken = _one_at_a_time.acquire(timeout=PATIENCE)
    try:
        yield
    finally:
        if taken:
            _one_at_a_time.release()
