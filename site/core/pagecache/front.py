"""The wrapper around Django's handler, which sends what is kept without entering Django."""

from __future__ import annotations

import gzip
import re
import time
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings

from core.pagecache.asking import Asking, Key
from core.pagecache.entry import Entry, Header, answer, make_entry
from core.pagecache.flights import Flights
from core.pagecache.offering import OFFER
from core.pagecache.shelf import Shelf
from core.pagecache.state import reader

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]

LONGEST = 60  # seconds; ends what no signal told us of, such as a change by hand in the database
PATIENCE = 1.0  # seconds for somebody else to make the page
_MAX_AGE = re.compile(r"\bmax-age=(\d+)")
_NOT_FOR_ALL = ("private", "no-store", "no-cache")


def kept_in_front(application: Application) -> Application:
    """Wrap the site's application, unless PAGE_CACHE_MB is 0."""
    if not settings.PAGE_CACHE_BYTES:
        return application
    return PageCache(application, reader(), settings.PAGE_CACHE_BYTES)


class PageCache:
    """A WSGI application that keeps pages of another one.

    `state` returns what stays equal as long as what pages show is unchanged.
    """

    def __init__(self, application: Application, state: Callable[[], bytes], most: int) -> None:
        self._application, self._state = application, state
        self.shelf = Shelf(most)
        self._flights = Flights()
        self._asking = Asking()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        key = self._asking.key(environ)
        if key is None:
            return self._application(environ, start_response)
        entry = self.shelf.get(key)
        if entry is not None and entry.is_good(self._state()):
            return answer(entry, environ, start_response)
        # Cookies of others do not change a page, but nobody's are to have a part in making it.
        if environ["REQUEST_METHOD"] != "GET" or environ.get("HTTP_COOKIE"):
            return self._application(environ, start_response)
        return self._make(key, environ, start_response)

    def _make(self, key: Key, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        state = self._state()
        if self._flights.is_unkept(key):
            return self._answer_anew(key, state, environ, start_response)
        with self._flights.lead((state, key), PATIENCE) as is_mine:
            entry = None if is_mine else self.shelf.get(key)
            if entry is not None and entry.is_good(self._state()):
                return answer(entry, environ, start_response)
            return self._answer_anew(key, state, environ, start_response)

    def _answer_anew(
        self, key: Key, state: bytes, environ: dict[str, Any], start_response: Any
    ) -> Iterable[bytes]:
        """Have Django answer, and keep that if it may be."""
        told: list[Any] = []
        began = time.time()
        parts = self._application(environ, lambda *given: told.extend(given))
        status, headers = told[:2]
        seconds = _may_be_kept(status, headers) if environ.get(OFFER) == key.query else 0
        self._flights.note(key, kept=seconds > 0)
        if not seconds:
            start_response(*told)
            return parts
        content = _read(parts, headers)
        until = began + min(seconds, LONGEST)
        entry = make_entry(content, headers, state, until, self.shelf.get(key))
        if self._state() == state:  # else something changed while it was made
            self.shelf.put(key, entry)
        return answer(entry, environ, start_response)


def _may_be_kept(status: str, headers: list[Header]) -> int:
    """Return for how many seconds an answer is good for everybody; 0 if it is not."""
    found = {name.lower(): value for name, value in headers}
    control = found.get("cache-control", "").lower()
    age = _MAX_AGE.search(control)
    varies = {each.strip().lower() for each in found.get("vary", "").split(",")}
    is_for_all = (
        status.startswith("200 ")
        and "set-cookie" not in found
        and "public" in control
        and not any(word in control for word in _NOT_FOR_ALL)
        and varies <= {"", "accept-encoding"}
        and found.get("content-encoding", "gzip") == "gzip"
        and "'nonce-" not in found.get("content-security-policy", "")
    )
    return int(age[1]) if age and is_for_all else 0


def _read(parts: Iterable[bytes], headers: list[Header]) -> bytes:
    """Return the whole of an answer, as it was before Django's middleware packed it."""
    try:
        content = b"".join(parts)
    finally:
        close = getattr(parts, "close", None)
        if close is not None:
            close()  # Django ends the request with it
    packed = any(name.lower() == "content-encoding" for name, _ in headers)
    return gzip.decompress(content) if packed else content


__all__ = ["Entry", "PageCache", "kept_in_front"]
