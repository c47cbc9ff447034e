"""Moving windows in this process, at a cost that does not grow with what is counted.

Why not those of `limits`: its memory goes through all it has counted a hundred times a second, as
long as anything comes. After some thousand enquiries that was a third of what each of them cost.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, field

from limits import RateLimitItem

MOST = (
    50_000  # things counted; some 25 MB. Beyond that, what has not come for longest is forgotten.
)
_TIDY_EVERY = 60.0  # seconds


@dataclass(slots=True)
class _Counted:
    until: float  # then all of it is out of the window
    times: list[float] = field(default_factory=list)  # of those that were not refused, oldest first


class Windows:
    """How often what came lately. Safe to share between threads."""

    def __init__(self) -> None:
        self._counted: OrderedDict[tuple[RateLimitItem, tuple[str, ...]], _Counted] = OrderedDict()
        self._lock = threading.Lock()
        self._tidied = 0.0

    def hit(self, usual: RateLimitItem, *what: str) -> bool:
        """Count one; False if that is more than usual, and then it is not counted."""
        now, length = time.monotonic(), usual.get_expiry()
        with self._lock:
            self._tidy(now)
            one = self._counted.setdefault((usual, what), _Counted(now))
            if len(one.times) >= usual.amount and one.times[-usual.amount] > now - length:
                return False
            one.times = [*one.times[-usual.amount + 1 :], now] if usual.amount > 1 else [now]
            one.until = now + length
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
        for key in [key for key, one in self._counted.items() if one.until <= now]:
            del self._counted[key]
