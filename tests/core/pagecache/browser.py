"""Asks a WSGI application as a server does, and counts how often it was entered."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from wsgiref.util import setup_testing_defaults

import brotli

from core.pagecache.offering import OFFER

UNPACK = {"gzip": gzip.decompress, "br": brotli.decompress, "": bytes}
PUBLIC = "public, max-age=60"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    sent: bytes

    @property
    def text(self) -> str:
        """What a browser shows of it."""
        return UNPACK[self.headers.get("Content-Encoding", "")](self.sent).decode()


def ask(application: Any, address: str = "/", method: str = "GET", **environ: str) -> Answer:
    """Send one request; `environ` has headers in the form of WSGI (HTTP_COOKIE)."""
    path, _, query = address.partition("?")
    given: dict[str, Any] = {"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query}
    given |= {"HTTP_HOST": "testserver", "wsgi.input": BytesIO()}
    given |= environ
    setup_testing_defaults(given)
    told: list[Any] = []
    parts = application(given, lambda *line: told.extend(line))
    sent = b"".join(parts)
    getattr(parts, "close", lambda: None)()
    return Answer(int(told[0].partition(" ")[0]), dict(told[1]), sent)


class Counted:
    """An application that counts what reaches it."""

    def __init__(self, application: Any) -> None:
        self.application = application
        self.times = 0

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        self.times += 1
        answered: Iterable[bytes] = self.application(environ, start_response)
        return answered


class Pretending:
    """An application whose every page is kept, unless it is told otherwise.

    `headers` are those of its answers; `text` may be changed; `gate` holds answers back.
    """

    def __init__(self, status: str = "200 OK", **headers: str) -> None:
        self.status = status
        self.headers = {"Content-Type": "text/html", "Cache-Control": PUBLIC, **headers}
        self.text = "A page. " * 200
        self.shown: str | None = ""  # of the query; None: it is not offered
        self.times = 0
        self.gate = threading.Event()
        self.gate.set()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        self.times += 1
        assert self.gate.wait(20)
        if self.shown is not None:
            environ[OFFER] = self.shown
        start_response(self.status, [(k.replace("_", "-"), v) for k, v in self.headers.items()])
        return [self.text.encode()]
