"""PostgreSQL's own doorbell, for workers on other machines than the one that stores a delivery."""

from __future__ import annotations

import contextlib
import logging
import time
from typing import TYPE_CHECKING, Any

from django.db import Error as DatabaseError
from django.db import connection

if TYPE_CHECKING:
    from psycopg import Connection

log = logging.getLogger(__name__)

CHANNEL = "leadline_outbox"
TRY_EVERY = 10.0  # seconds between tries to listen again; until then the worker polls


def notify() -> None:
    """Ring every listener. A ring that is lost costs a poll, so a failure is passed over."""
    with contextlib.suppress(DatabaseError), connection.cursor() as cursor:
        cursor.execute(f"NOTIFY {CHANNEL}")


class Listener:
    """A connection of its own that listens: one of a pool would be lent to others."""

    def __init__(self) -> None:
        self._connection: Connection[Any] | None = None
        self._next_try = 0.0

    def connected(self) -> Connection[Any] | None:
        """Return the connection, which can be selected on, or None while there is none."""
        if self._connection is None and time.monotonic() >= self._next_try:
            self._next_try = time.monotonic() + TRY_EVERY
            self._connection = _listening()
        return self._connection

    def read_away(self) -> None:
        """Take in what was rung, so that it does not ring again."""
        if self._connection is None:
            return
        try:
            for _ in self._connection.notifies(timeout=0):
                pass
        except _errors() as error:
            log.warning("cannot be woken, polls instead: %s", type(error).__name__)
            self.close()

    def close(self) -> None:
        """Stop listening."""
        if self._connection is not None:
            with contextlib.suppress(*_errors()):
                self._connection.close()
        self._connection = None


def _listening() -> Connection[Any] | None:
    import psycopg  # installed where PostgreSQL is the database

    parameters = connection.get_connection_params()
    parameters.pop("cursor_factory")  # Django's own, which counts on its wrapper
    try:
        listening = psycopg.connect(**parameters, autocommit=True)
        listening.execute(f"LISTEN {CHANNEL}")
    except psycopg.Error as error:
        log.warning("cannot be woken, polls instead: %s", type(error).__name__)
        return None
    return listening


def _errors() -> tuple[type[Exception], ...]:
    import psycopg

    return psycopg.Error, OSError
