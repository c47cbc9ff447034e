"""SMTP within a deadline: however slowly a server answers, a worker's thread is free after it.

A socket's own timeout begins anew with every byte, so a server that drips one a second would hold
the thread for ever. A watch ends the connection instead, whatever is being waited for.
"""

from __future__ import annotations

import contextlib
import smtplib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from django.core.mail.backends import smtp

STEP = 8.0  # seconds for one answer
WHOLE = 16.0  # for all of it; less than the 20 s of `leads.delivery.claims.CALL_DEADLINE`


class Watch:
    """Ends a connection when the time is up. Without a connection yet, as soon as there is one."""

    def __init__(self, seconds: float) -> None:
        self._client: smtplib.SMTP | None = None
        self._socket: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True

    @contextmanager
    def running(self) -> Iterator[None]:
        """Watch until the block ends."""
        self._timer.start()
        try:
            yield
        finally:
            self._timer.cancel()

    def over(self, client: smtplib.SMTP, opened: socket.socket) -> None:
        """Watch this client, whose socket has just been opened."""
        self._client, self._socket = client, opened

    def _end(self) -> None:
        # With STARTTLS, the client's socket is another one than that which was opened.
        for each in (getattr(self._client, "sock", None), self._socket):
            if each is not None:
                with contextlib.suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)


class _Plain(smtplib.SMTP):
    def __init__(self, *args: Any, watch: Watch, **kwargs: Any) -> None:
        self._watch = watch
        super().__init__(*args, **kwargs)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        opened: socket.socket = super()._get_socket(host, port, timeout)  # type: ignore[misc]
        self._watch.over(self, opened)
        return opened


class _Secure(_Plain, smtplib.SMTP_SSL):
    """TLS from the first byte. `_Plain` comes first, so that it sees the socket."""


class EmailBackend(smtp.EmailBackend):
    """Django's, whose connections end within `WHOLE` seconds."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"timeout": STEP, **kwargs})
        self.watch = Watch(WHOLE)

    @property
    def connection_class(self) -> Any:
        return partial(_Secure if self.use_ssl else _Plain, watch=self.watch)
