"""One makes a page, and whoever asks for it meanwhile waits for that."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable, Iterator
from contextlib import contextmanager

MOST_UNKEPT = 4096  # names that are known to be no page to keep


class Flights:
    """What is being made just now, and what was not worth waiting for."""

    def __init__(self) -> None:
        self._made: dict[Hashable, threading.Event] = {}
        self._unkept: OrderedDict[Hashable, None] = OrderedDict()
        self._lock = threading.Lock()

    def is_unkept(self, name: Hashable) -> bool:
        """Tell whether the last answer of this name was nothing to keep."""
        return name in self._unkept

    @contextmanager
    def lead(self, name: Hashable, patience: float) -> Iterator[bool]:
        """Say whether the block is to make it; if not, somebody has, or takes too long (seconds).

        Those who wait go on when the block of whoever makes it has ended.
        """
        with self._lock:
            made = self._made.get(name)
            if made is None:
                mine = self._made[name] = threading.Event()
        if made is not None:
            made.wait(patience)
            yield False
            return
        try:
            yield True
        finally:
            with self._lock:
                del self._made[name]
            mine.set()

    def note(self, name: Hashable, *, kept: bool) -> None:
        """Remember whether what was made is kept."""
        with self._lock:
            self._unkept.pop(name, None)
            if not kept:
                self._unkept[name] = None
            while len(self._unkept) > MOST_UNKEPT:
                self._unkept.popitem(last=False)
