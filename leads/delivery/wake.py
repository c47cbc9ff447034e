"""The doorbell between whoever stores a delivery and the worker: one byte to a loopback port.

PostgreSQL rings it on other machines as well. It only saves waiting: a ring that is
lost costs the worker's next poll, a second at most, so nothing here may ever fail or wait.
"""

from __future__ import annotations

import contextlib
import logging
import os
import select
import socket
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection

from leads.delivery.listening import Listener, notify

if TYPE_CHECKING:
    from psycopg import Connection

log = logging.getLogger(__name__)

_HOST = "127.0.0.1"


def wake() -> None:
    """Have every worker on this machine look at the outbox now. Never raises, never waits.

    On PostgreSQL every worker anywhere, which costs one statement. Call it after the commit.
    """
    if connection.vendor == "postgresql":
        notify()
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.setblocking(False)
        for path in _folder().iterdir():
            with contextlib.suppress(OSError, ValueError, OverflowError):
                if path.name.isdigit():
                    sock.sendto(b"\0", (_HOST, int(path.read_text())))


class Bell:
    """What `wake` rings. One a worker; `close` it at the end."""

    def __init__(self) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind((_HOST, 0))
        self._socket.setblocking(False)
        self._listener = Listener() if connection.vendor == "postgresql" else None
        self._address = self._socket.getsockname()
        self._file = _folder() / str(os.getpid())
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            _remove_stale()
            # Renamed into place: nobody reads half a number.
            new = self._file.with_name(f".{self._file.name}.new")
            new.write_text(str(self._address[1]))
            new.replace(self._file)
        except OSError as error:
            log.warning("cannot be woken, polls instead: %s", type(error).__name__)

    def wait(self, seconds: float) -> None:
        """Return when rung, or after so many seconds. Rings before the call count."""
        rings: list[socket.socket | Connection[Any]] = [self._socket]
        if self._listener is not None and (heard := self._listener.connected()) is not None:
            rings.append(heard)
        if select.select(rings, [], [], seconds)[0]:
            with contextlib.suppress(BlockingIOError):
                while True:
                    self._socket.recv(1)
        if self._listener is not None:
            self._listener.read_away()

    def ring(self) -> None:
        """End the `wait` of now or of next. From any thread, and from a signal handler."""
        with contextlib.suppress(OSError):
            self._socket.sendto(b"\0", self._address)

    def close(self) -> None:
        """Take the bell down."""
        with contextlib.suppress(OSError):
            self._file.unlink(missing_ok=True)
        if self._listener is not None:
            self._listener.close()
        self._socket.close()


def _folder() -> Path:
    return Path(settings.VAR_DIR) / "wake"


def _remove_stale() -> None:
    for path in _folder().iterdir():
        if path.name.isdigit() and not _alive(int(path.name)):
            path.unlink(missing_ok=True)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):  # another user's, or no pid at all
        return True
    return True
