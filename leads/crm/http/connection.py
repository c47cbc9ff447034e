"""One connection for one call, kept to the call's deadline.

A connection of its own makes a `Destination` safe to share between threads (nothing is shared but
plain data), and it does away with the kept-alive connection that the server closed meanwhile: on
such a one, "closed before an answer" would be the daily case and say nothing about whether a write
was applied. The price is a TCP and TLS handshake a call, some tens of milliseconds that nobody
waits for. For the same reason no cookie and no proxy setting outlives or enters a call: requests'
adapter is used without its session, so redirects, retries, `netrc` and the environment are not
switched off but absent.
"""

from __future__ import annotations

import functools
import http.client
import io
import logging
import socket
import ssl
import time
from collections.abc import Callable
from typing import Any, cast

import requests
import urllib3
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection

# urllib3 logs each path, and quotes malformed headers, which may echo what was sent.
logging.getLogger("urllib3").setLevel(logging.ERROR)


@functools.cache
def _tls() -> ssl.SSLContext:
    """One for all calls: loading the authorities' certificates takes longer than a handshake."""
    return ssl.create_default_context(cafile=requests.utils.DEFAULT_CA_BUNDLE_PATH)


class ForbiddenAddress(OSError):
    """The host has addresses, but none that may be called."""


class Exchange:
    """The clock of one call, and whether a byte of its request may have left this machine.

    `allows` tells of each address that the host's name leads to whether it may be called.
    """

    def __init__(
        self, connect_timeout: float, deadline: float, allows: Callable[[str], bool]
    ) -> None:
        self.connect_timeout = connect_timeout
        self.until = time.monotonic() + deadline
        self.allows = allows
        self.sent = False

    def left(self) -> float:
        """Return the seconds left; raise TimeoutError when there are none."""
        seconds = self.until - time.monotonic()
        if seconds <= 0:
            raise TimeoutError
        return seconds


class _Reader(io.RawIOBase):
    """Reads a socket with, at each read, only the time that is left.

    A socket's own timeout starts anew with every byte: a server that drips one a second would hold
    a worker for ever.
    """

    def __init__(self, sock: socket.socket, exchange: Exchange) -> None:
        self._sock, self._exchange = sock, exchange
        self._raw = sock.makefile("rb", buffering=0)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        self._sock.settimeout(self._exchange.left())
        return self._raw.readinto(buffer)

    def close(self) -> None:
        self._raw.close()
        super().close()


class _Response(http.client.HTTPResponse):
    def __init__(self, sock: socket.socket, *args: Any, exchange: Exchange, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        endless, self.fp = self.fp, io.BufferedReader(_Reader(sock, exchange))
        endless.close()


class _Plain(HTTPConnection):
    """A connection that keeps to its exchange's clock and notes when the request begins."""

    def __init__(self, *args: Any, exchange: Exchange, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._exchange = exchange
        self.response_class = cast(Any, functools.partial(_Response, exchange=exchange))

    def _new_conn(self) -> socket.socket:
        # A host may have many addresses, each of which may let us wait: they share one deadline.
        # The name is looked up this once: what is judged here is what is connected to.
        problem: OSError = ForbiddenAddress()
        for family, kind, proto, _, address in socket.getaddrinfo(
            self._dns_host, self.port, type=socket.SOCK_STREAM
        ):
            if not self._exchange.allows(str(address[0])):
                continue
            sock = socket.socket(family, kind, proto)
            try:
                sock.settimeout(min(self._exchange.connect_timeout, self._exchange.left()))
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                sock.connect(address)
            except OSError as error:
                sock.close()
                problem = error
            else:
                return sock
        raise problem

    def send(self, data: Any) -> None:
        if self.sock is None:
            self.connect()
        self.sock.settimeout(self._exchange.left())
        self._exchange.sent = True
        super().send(data)


class _Secure(_Plain, HTTPSConnection):
    pass


class _PlainPool(urllib3.HTTPConnectionPool):
    ConnectionCls = _Plain


class _SecurePool(urllib3.HTTPSConnectionPool):
    ConnectionCls = _Secure


class OneCall(HTTPAdapter):
    """Carries one request over one connection of its own."""

    def __init__(self, base_url: str, exchange: Exchange) -> None:
        super().__init__(max_retries=0)
        url = urllib3.util.parse_url(base_url)
        host = cast(str, url.host)
        self._pool: urllib3.HTTPConnectionPool
        # Without a port, what follows the last colon of an IPv6 address would be taken for one.
        if url.scheme == "https":
            port = url.port or 443
            self._pool = _SecurePool(host, port, ssl_context=_tls(), exchange=exchange)
        else:
            self._pool = _PlainPool(host, url.port or 80, exchange=exchange)

    def get_connection_with_tls_context(
        self, *_args: Any, **_kwargs: Any
    ) -> urllib3.HTTPConnectionPool:
        return self._pool

    def cert_verify(self, *_args: Any, **_kwargs: Any) -> None:
        """Leave certificates to `_tls`, which checks them and the host's name."""

    def reach(self) -> None:
        """Open the connection and close it, with no request. Raises what `send` would."""
        connection = self._pool._new_conn()
        try:
            connection.connect()
        finally:
            connection.close()

    def close(self) -> None:
        self._pool.close()
        super().close()
