"""A page that is kept: its bytes in each encoding, with the headers that they are sent with."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, NamedTuple

from core.pagecache.encodings import PLAIN, encoded, preferred

Header = tuple[str, str]
OVERHEAD = 1000  # bytes that an entry takes beside its pages
# Said anew for each answer, or about a page's encodings.
_OWN = {
    *("age", "cache-control", "connection", "content-encoding", "content-length", "date", "etag"),
    *("expires", "vary", "x-request-id"),
}
# What a 304 repeats (RFC 9110 §15.4.5).
_WITH_304 = {"content-location", "etag", "vary"}


class Body(NamedTuple):
    """A page in one encoding."""

    content: bytes
    etag: str
    headers: list[Header]
    headers_304: list[Header]


@dataclass(frozen=True)
class Entry:
    """A page as it was answered, and for how long that may be said again."""

    content: bytes
    bodies: dict[str, Body]
    state: bytes  # of what pages show, before it was made
    until: float  # seconds since the epoch
    size: int  # bytes

    def body(self, accepted: str) -> Body:
        """Return the page for an Accept-Encoding."""
        for name in preferred(accepted):
            if name in self.bodies:
                return self.bodies[name]
        return self.bodies[PLAIN]

    def is_good(self, state: bytes) -> bool:
        """Tell whether it may still be sent."""
        return self.state == state and time.time() < self.until

    def cache_control(self) -> Header:
        """Return for how long browsers may keep it: never beyond the moment when it is no more."""
        return "Cache-Control", f"public, max-age={max(0, int(self.until - time.time()))}"


def make_entry(
    content: bytes,
    headers: Iterable[Header],
    state: bytes,
    until: float,
    before: Entry | None = None,
) -> Entry:
    """Return the entry for an answer of Django's.

    `before` is what was kept under the same name: of the same page, nothing is compressed again.
    """
    common = [each for each in headers if each[0].lower() not in _OWN]
    same = before is not None and before.content == content
    contents = _contents(before) if before is not None and same else encoded(content)
    bodies = {name: _body(name, each, common) for name, each in contents.items()}
    size = OVERHEAD + sum(len(each) for each in contents.values())
    return Entry(contents[""], bodies, state, until, size)


def _contents(entry: Entry) -> dict[str, bytes]:
    return {name: body.content for name, body in entry.bodies.items()}


def _body(encoding: str, content: bytes, common: list[Header]) -> Body:
    etag = f'"{sha256(content).hexdigest()[:20]}"'  # differs between encodings: a strong one
    own = [("Content-Length", str(len(content))), ("ETag", etag), ("Vary", "Accept-Encoding")]
    own += [("Content-Encoding", encoding)] if encoding else []
    headers = [*common, *own]
    with_304 = [each for each in headers if each[0].lower() in _WITH_304]
    return Body(content, etag, headers, with_304)


def answer(entry: Entry, environ: dict[str, Any], start_response: Any) -> list[bytes]:
    """Answer a GET or HEAD with what is kept; with 304 if that is what the browser has."""
    body = entry.body(environ.get("HTTP_ACCEPT_ENCODING", ""))
    extra = [entry.cache_control()]
    if environ.get("HTTP_X_PAGE_CACHE"):  # a proxy before us: it may keep it for this second
        extra.append(("X-Accel-Expires", f"@{int(time.time())}"))
    known = environ.get("HTTP_IF_NONE_MATCH")
    if known and _is_among(body.etag, known):
        start_response("304 Not Modified", [*body.headers_304, *extra])
        return []
    start_response("200 OK", [*body.headers, *extra])
    return [body.content] if environ["REQUEST_METHOD"] == "GET" else []


def _is_among(etag: str, known: str) -> bool:
    """Compare as If-None-Match asks for: weak ones count as well (RFC 9110 §13.1.2)."""
    return known.strip() == "*" or etag in (
        each.strip().removeprefix("W/") for each in known.split(",")
    )
