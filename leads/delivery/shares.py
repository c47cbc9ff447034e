"""How many deliveries a worker has in hand, and how many of them call, for each destination."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Mapping, Sequence

from leads.delivery import registry


class Shares:
    """What each destination that is set up gets of so many calls at a time.

    None gets more than half, so that one that hangs leaves some for the others; the only one gets
    all. Mail has calls of its own beside those. Up to `ready` more are in hand than may call, so
    that the next one is prepared when a call ends. Three destinations or more, none of which may
    make more than half of the calls, can make up to `ready` more than `calls` together.
    """

    def __init__(self, calls: int, ready: int = 0) -> None:
        self._calls, self._ready = calls, ready

    @classmethod
    def of_worker(cls, calls: int) -> Shares:
        """Return those of a worker that makes so many calls at a time: half as many wait ready."""
        return cls(calls, max(1, calls // 2))

    @property
    def threads(self) -> int:
        """How many threads that takes."""
        own = sum(each.threads for each in registry.destinations().values())
        return self._calls + self._ready + own

    def free(self, name: str, busy: Counter[str]) -> int:
        """Return how many more to a destination may be claimed beside those that are `busy`."""
        known = registry.destinations()
        if own := known[name].threads:
            return own - busy[name]
        among = sum(busy[each] for each in known if not known[each].threads)
        return self._ready + min(self._most(name) - busy[name], self._calls - among)

    def can_wait(self, name: str, busy: Counter[str]) -> bool:
        """Tell whether enough wait for a call to end, so that more can be claimed at once later."""
        return busy[name] >= self._most(name) and self.free(name, busy) < self._ready // 2

    def gates(self) -> Mapping[str, threading.Semaphore]:
        """Return what lets through as many calls to each destination as it may have at a time."""
        return {name: threading.Semaphore(self._most(name)) for name in registry.destinations()}

    def _most(self, name: str) -> int:
        known = registry.destinations()
        if own := known[name].threads:
            return own
        sharing: Sequence[str] = [each for each in known if not known[each].threads]
        return self._calls if len(sharing) == 1 else max(1, self._calls // 2)
