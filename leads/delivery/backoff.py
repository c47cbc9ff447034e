"""How long to wait after a failure, so that many waiting deliveries do not return together."""

from __future__ import annotations

import random
from datetime import timedelta

SHORTEST = timedelta(seconds=1)
FIRST = timedelta(seconds=5)
LONGEST = timedelta(hours=6)
LONGEST_IN_OUTAGE = timedelta(seconds=60)
_DOUBLINGS = 20  # enough to pass LONGEST; 2**tries alone would overflow one day

_chance = random.SystemRandom()


def backoff(tries: int, longest: timedelta = LONGEST) -> timedelta:
    """Return the wait after so many failures before this one: "full jitter", 1 s to `longest`."""
    ceiling: timedelta = min(longest, FIRST * 2 ** min(tries, _DOUBLINGS))
    return max(SHORTEST, ceiling * _chance.random())


def soon() -> timedelta:
    """Return the wait before looking whether a call of unknown outcome was applied: 1 to 2 s."""
    return SHORTEST * (1 + _chance.random())
