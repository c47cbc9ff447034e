"""Moving windows in this process, at a cost that does not grow with what is counted.

Why not those of `limits`: its memory goes through all it has counted a hundred times a second, as
long as anything comes. After some thousand enquiries that was a third of what each of them cost.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict

from limits import RateLimitItem

# Things counted. Beyond that, what has not come for longest is forgotten.
MOST = 50_000
_TIDY_EVERY = 60.0  # seconds


class Windows:
    """How often what came lately. Safe to share between threads."""

    def __init__(self) -> None:
        # When each came that was not refused, oldest first.
        self._counted: OrderedDict[tuple[RateLimitItem, tuple[str, ...]], list[float]]
        self._counted = OrderedDict()
        self._lock = threading.Lock()
        self._tidied = 0.0

    def hit(self, usual: RateLimitItem, *what: str) -> bool:
        """Count one; False if that is more than usual, and then it is not counted."""
        now, length = time.monotonic(), usual.get_expiry()
        with self._lock:
            self._tidy(now)
            times = self._counted.get((usual, what), [])[-usual.amount :]
            if len(times) == usual.amount and times[0] > now - length:
                return False
            self._counted[usual, what] = [*times, now]
            self._counted.move_to_end((usual, what))
            return True

    def __len__(self) -> int:
        """Return how many things are counted."""
        return len(self._counted)

    def _tidy(self, now: float) -> None:
        while len(self._counted) > MOST:
            self._counted.popitem(last=False)
        if now < self._tidied + _TIDY_EVERY:
            return
        self._tidied = now
        over = [
            key for key, times in self._counted.items() if times[-1] + key[0].get_expiry() <= now
        ]
        for key in over:
            del self._counted[key]
