"""What stays equal as long as what pages show does, for whoever keeps anything made of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from core.pagecache import machines
from core.pagecache.mark import mark


def reader() -> Callable[[], bytes]:
    """Return a function to ask at each request. On several machines it begins to follow them."""
    return _follower().read if machines.are_several() else mark().read


@cache
def _follower() -> machines.Follower:
    return machines.Follower(mark()).start()
