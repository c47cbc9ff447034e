"""What the last looks for something to send have found, so that a busy worker looks less."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

REST = 0.05  # seconds
AGAIN = 0.25  # seconds after which the likely one is looked at as if nothing were known of it


class Lookout:
    """The looks of one thread, in rounds. Destinations go by their names.

    Who has nothing to send while another one has is passed by for `REST`: as long as there is much
    to send to one, the others need not be asked about with each delivery. A round in which nobody
    has anything has nobody passed by, since whoever rings next may have come for anyone.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._likely, self._until = "", 0.0
        self._vain: list[str] = []  # in this round
        self._rests: dict[str, float] = {}  # until when, by the clock
        self._passed_by = False

    def begin(self, names: Iterable[str]) -> list[str]:
        """Begin a round: return those of the destinations that are to be looked at."""
        now = self._clock()
        self._vain = []
        known = list(names)
        found = [name for name in known if self._rests.get(name, now) <= now]
        self._passed_by = len(found) < len(known)
        return found

    def is_likely(self, name: str) -> bool:
        """Tell whether it was the last one that had something to send, up to `AGAIN` ago."""
        return name == self._likely and self._clock() < self._until

    def saw(self, name: str, something: bool) -> None:
        """Take note of what a look has found; finding something ends the round."""
        if something:
            if not self.is_likely(name):
                self._likely, self._until = name, self._clock() + AGAIN
            self._rests |= dict.fromkeys(self._vain, self._clock() + REST)
            return
        self._vain.append(name)
        if name == self._likely:
            self._likely = ""

    def longest_wait(self, seconds: float) -> float:
        """Return how long to wait for the next round: not `seconds` where one was passed by."""
        return min(seconds, REST) if self._passed_by else seconds
