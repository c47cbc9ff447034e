"""The only file of Leadline that speaks HTTP outwards: one bounded call, and what its end means.

Every call has a connection of its own. That makes a `Destination` safe to share between threads
(nothing is shared but plain data), and it does away with the kept-alive connection that the server
closed meanwhile: on such a one, "closed before an answer" would be the daily case and say nothing
about whether a write was applied. The price is a TCP and TLS handshake a call, some tens of
milliseconds that nobody waits for. For the same reason no cookie and no proxy setting outlives
or enters a call: requests' adapter is used without its session, so redirects, retries, `netrc`
and the environment are not switched off but absent.
"""

from __future__ import annotations

import contextlib
import email.utils
import functools
import http.client
import io
import json as jsonlib
import logging
import re
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib import metadata
from typing import Any, cast

import requests
import urllib3
from requests.adapters import HTTPAdapter
from requests.structures import CaseInsensitiveDict
from urllib3.connection import HTTPConnection, HTTPSConnection

from leads.crm.base import (
    AuthFailed,
    Destination,
    DestinationError,
    Misconfigured,
    OutcomeUnknown,
    RateLimited,
    Rejected,
    Transient,
)

# A 5xx says whose fault it is, not whether the work was done:
# - 500 broke somewhere along the way, 502 and 504 (and Cloudflare's 520, 522, 524) passed the
#   request on and got no answer in time: a write may have been applied.
# - 503 is the server's word that it did not handle the request (RFC 9110 §15.6.4), 501 and 505
#   that it cannot; Cloudflare's 521, 523, 525 and 526 never reached the server behind it.
NOT_APPLIED = frozenset({501, 503, 505, 521, 523, 525, 526})
SLOW_DOWN = frozenset({423, 429, 477})
NOT_STARTED = frozenset({408, 425})  # the server did not get, or refused to begin with, the request
LONGEST_PAUSE = 24 * 60 * 60.0
CHUNK = 8192

# urllib3 logs each path, and quotes malformed headers, which may echo what was sent.
logging.getLogger("urllib3").setLevel(logging.ERROR)


@dataclass(frozen=True, kw_only=True)
class Reply:
    """A reply: `data` is its parsed JSON, or None where there was none or it cannot be read."""

    status: int
    data: Any = field(repr=False, default=None)
    headers: Mapping[str, str] = field(repr=False, default_factory=CaseInsensitiveDict)


class Conflict(Rejected):
    """409: the record exists already. For adapters to resolve; unresolved it is a `Rejected`."""

    def __init__(self, detail: str, *, reply: Reply, fields: tuple[str, ...] = ()) -> None:
        super().__init__(detail, http_status=reply.status, fields=fields)
        self.reply = reply


@dataclass(frozen=True, kw_only=True, eq=False)
class HttpDestination(Destination):
    """A destination behind a JSON API. `headers` hold the credential and go out with every call."""

    name: str
    base_url: str
    headers: Mapping[str, str] = field(repr=False, default_factory=dict)
    connect_timeout: float = 5.0  # seconds for each address that the host has
    deadline: float = 20.0  # seconds for a whole call, however slowly the reply drips
    reply_cap: int = 64 * 1024  # bytes, after decompression

    def call(
        self,
        method: str,
        path: str,
        *,
        json: object = None,
        params: Mapping[str, str] | None = None,
        reads: bool | None = None,
    ) -> Reply:
        """Make one request and return its 2xx reply.

        `path` begins with a slash. `reads` says that nothing is changed; without it a GET reads.
        Raises the `DestinationError` that says what to do next: `Transient` (or `RateLimited`)
        if the request was certainly not applied, `OutcomeUnknown` if a write may have been,
        `Conflict` for 409, and what `refusal` makes of every other status.
        """
        reads = method == "GET" if reads is None else reads
        where = f"{self.name}: {method} {_shown(path)}"
        exchange = _Exchange(self.connect_timeout, self.deadline)
        adapter = _OneCall(self.base_url, exchange)
        try:
            request = self._request(method, path, json, params)
            with contextlib.closing(adapter.send(request, stream=True)) as response:
                reply, readable = self._reply(response)
        except _NETWORK_ERRORS as error:
            # The cause's own text may quote headers and URLs: its class is all that is kept.
            raise _lost(where, error, sent=exchange.sent, reads=reads) from None
        finally:
            adapter.close()
        if not 200 <= reply.status < 300:
            raise self.refusal(reply, where, reads=reads)
        if not readable:
            lost = Transient if reads else OutcomeUnknown
            raise lost(f"{where}: unreadable reply", http_status=reply.status)
        return reply

    def refusal(self, reply: Reply, where: str, *, reads: bool) -> DestinationError:
        """Return the error that a status other than 2xx means. Adapters refine it.

        `where` names destination, method and path; it begins every error's text.
        """
        status = reply.status
        detail, pause = f"{where}: HTTP {status}", retry_after(reply.headers)
        if status in {401, 403}:
            return AuthFailed(detail, http_status=status)
        if status in SLOW_DOWN:
            return RateLimited(detail, http_status=status, retry_after=pause)
        if status in NOT_STARTED or status in NOT_APPLIED or (status >= 500 and reads):
            return Transient(detail, http_status=status, retry_after=pause)
        if status >= 500:
            return OutcomeUnknown(detail, http_status=status)
        if status == 409:
            return Conflict(detail, reply=reply, fields=self.disliked(reply))
        if status < 400 or status == 410:
            return Misconfigured(f"{detail}: the address is not the API's", http_status=status)
        return Rejected(detail, http_status=status, fields=self.disliked(reply))

    def disliked(self, reply: Reply) -> tuple[str, ...]:  # noqa: ARG002 - for adapters to refine
        """Return the names of the fields that a refusal complains about. Never a value."""
        return ()

    def _request(
        self, method: str, path: str, json: object, params: Mapping[str, str] | None
    ) -> requests.PreparedRequest:
        headers = {
            "Accept": "application/json",
            "Accept-Encoding": "identity",
            "Connection": "close",
            "User-Agent": f"Leadline/{_version()}",
            **self.headers,
        }
        data = None
        if json is not None:
            headers["Content-Type"] = "application/json"
            data = jsonlib.dumps(json).encode()
        url = self.base_url + path
        return requests.Request(method, url, headers=headers, params=params, data=data).prepare()

    def _reply(self, response: requests.Response) -> tuple[Reply, bool]:
        """Read the body. A body that cannot be read still leaves a status to go by."""
        data, readable = None, True
        try:
            body = _body(response, self.reply_cap)
            if response.status_code != 204:
                data = jsonlib.loads(body)
        except (*_NETWORK_ERRORS, ValueError, RecursionError):
            readable = False
        return Reply(status=response.status_code, data=data, headers=response.headers), readable


def retry_after(headers: Mapping[str, str], now: datetime | None = None) -> float | None:
    """Return how many seconds a `Retry-After` header asks to wait: 1 s to 24 h.

    None without one, and for rubbish, a negative number or a date in the past.
    """
    text = headers.get("Retry-After", "").strip()
    if re.fullmatch(r"[0-9]{1,10}", text):
        return min(max(float(text), 1.0), LONGEST_PAUSE)
    try:
        until = email.utils.parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    seconds = (until - (now or datetime.now(UTC))).total_seconds()
    return min(max(seconds, 1.0), LONGEST_PAUSE) if seconds > 0 else None


_NETWORK_ERRORS = (requests.RequestException, urllib3.exceptions.HTTPError, OSError)


def _lost(where: str, error: BaseException, *, sent: bool, reads: bool) -> DestinationError:
    root = error
    while root.__context__ is not None:
        root = root.__context__
    cause = type(root).__name__
    if not sent:
        return Transient(f"{where}: no connection ({cause})")
    if reads:
        return Transient(f"{where}: no reply ({cause})")
    return OutcomeUnknown(f"{where}: sent, but no reply ({cause})")


def _shown(path: str) -> str:
    """Return `path` without its query and without a segment that is somebody's address."""
    segments = path.partition("?")[0].split("/")
    return "/".join("…" if "@" in part or "%40" in part else part for part in segments)


def _body(response: requests.Response, cap: int) -> bytes:
    body = bytearray()
    for chunk in response.iter_content(CHUNK):
        body += chunk
        if len(body) > cap:
            raise ValueError("reply over the cap")
    return bytes(body)


@functools.cache
def _version() -> str:
    try:
        return metadata.version("leadline")
    except metadata.PackageNotFoundError:  # run from a checkout
        return "dev"


@functools.cache
def _tls() -> ssl.SSLContext:
    """One for all calls: loading the authorities' certificates takes longer than a handshake."""
    return ssl.create_default_context(cafile=requests.utils.DEFAULT_CA_BUNDLE_PATH)


class _Exchange:
    """The clock of one call, and whether a byte of its request may have left this machine."""

    def __init__(self, connect_timeout: float, deadline: float) -> None:
        self.connect_timeout = connect_timeout
        self.until = time.monotonic() + deadline
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

    def __init__(self, sock: socket.socket, exchange: _Exchange) -> None:
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
    def __init__(self, sock: socket.socket, *args: Any, exchange: _Exchange, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        endless, self.fp = self.fp, io.BufferedReader(_Reader(sock, exchange))
        endless.close()


class _Plain(HTTPConnection):
    """A connection that keeps to its exchange's clock and notes when the request begins."""

    def __init__(self, *args: Any, exchange: _Exchange, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._exchange = exchange
        self.response_class = cast(Any, functools.partial(_Response, exchange=exchange))

    def _new_conn(self) -> socket.socket:
        # A host may have many addresses, each of which may let us wait: they share one deadline.
        problem = OSError("the host has no address")
        for family, kind, proto, _, address in socket.getaddrinfo(
            self._dns_host, self.port, type=socket.SOCK_STREAM
        ):
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


class _OneCall(HTTPAdapter):
    """Carries one request over one connection of its own."""

    def __init__(self, base_url: str, exchange: _Exchange) -> None:
        super().__init__(max_retries=0)
        url = urllib3.util.parse_url(base_url)
        host = cast(str, url.host)
        self._pool: urllib3.HTTPConnectionPool
        if url.scheme == "https":
            self._pool = _SecurePool(host, url.port, ssl_context=_tls(), exchange=exchange)
        else:
            self._pool = _PlainPool(host, url.port, exchange=exchange)

    def get_connection_with_tls_context(
        self, *_args: Any, **_kwargs: Any
    ) -> urllib3.HTTPConnectionPool:
        return self._pool

    def cert_verify(self, *_args: Any, **_kwargs: Any) -> None:
        """Leave certificates to `_tls`, which checks them and the host's name."""

    def close(self) -> None:
        self._pool.close()
        super().close()
