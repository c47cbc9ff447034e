"""What many pages show, remembered by each process until something that pages show has changed.

For readers alone: whoever has a cookie, and whoever looks at a preview, gets all of it from the
database. What is remembered is shared between threads, so nobody may change it.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar, cast

from django.http import HttpRequest

from core.pagecache import state, watching
from core.pagecache.offering import READ

MOST = 300  # values; the largest are texts of some 20 kB
LONGEST = 60  # seconds
Value = TypeVar("Value")
Name = tuple[str, Hashable]  # the host, and what it is of it


class Memory:
    """Values by name, for as long as `state` returns the same."""

    def __init__(self, state: Callable[[], bytes]) -> None:
        self._state = state
        self._values: OrderedDict[Name, tuple[bytes, float, Any]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, name: Name, make: Callable[[], Value]) -> Value:
        """Return the value of this name; `make` is asked for it where it is not known."""
        state = self._state()
        with self._lock:
            known = self._values.get(name)
        if known is not None and known[0] == state and time.time() < known[1]:
            return cast(Value, known[2])
        value = make()
        with self._lock:
            self._values[name] = (state, time.time() + LONGEST, value)
            self._values.move_to_end(name)
            while len(self._values) > MOST:
                self._values.popitem(last=False)
        return value

    def forget(self, kind: type) -> None:
        """Forget the values whose names are of this type."""
        with self._lock:
            for host_and_name in [each for each in self._values if isinstance(each[1], kind)]:
                del self._values[host_and_name]


def remembered(request: HttpRequest, name: Hashable, make: Callable[[], Value]) -> Value:
    """Return what `make` returns, or has returned for another reader under this name.

    It must not depend on the request, but for its site, and not on the time of day.
    """
    if not _is_readers(request) or watching.is_waiting():
        return make()
    return readers.get((request.get_host(), name), make)


def remembered_by_itself(name: Hashable, make: Callable[[], Value]) -> Value:
    """Return what `make` returns, or has returned under this name, where nobody asks for a page.

    It must not depend on the time of day. For work that comes round often.
    """
    return make() if watching.is_waiting() else readers.get(("", name), make)


def _is_readers(request: HttpRequest) -> bool:
    is_plain = request.method in {"GET", "HEAD", "POST"} and not request.COOKIES
    return is_plain and not getattr(request, "is_preview", False) and READ.isdisjoint(request.GET)


readers = Memory(lambda: state.reader()())
