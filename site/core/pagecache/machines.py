"""How other machines learn of a change: through the shared cache, where there is one.

No request asks it. A thread looks twice a second, and passes on what it finds to the processes of
its own machine. While the shared cache does not answer, nothing is kept for longer than a second.
"""

from __future__ import annotations

import logging
import secrets
import threading
import time
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.cache import cache

from core.pagecache.mark import SIZE, Mark

KEY = "pages-mark"
EVERY = 0.4  # seconds
IN_STEP = 0.9  # seconds after an answer in which there cannot be a change of long ago
_log = logging.getLogger(__name__)


def are_several() -> bool:
    """Tell whether other machines may serve the same site."""
    return bool(settings.REDIS_URL)


def tell_others(shared: Any = cache) -> None:
    """Have the other machines' followers see a change.

    It is no error if that fails: they do not hear from the shared cache then, and keep nothing.
    """
    try:
        shared.set(KEY, secrets.token_hex(SIZE), timeout=None)
    except _away() as error:
        _log.warning("other machines are not told of a change: %s", type(error).__name__)


class Follower:
    """Gives this machine another mark whenever the shared one has changed."""

    def __init__(self, mark: Mark, shared: Any = cache) -> None:
        self._mark, self._shared = mark, shared
        self._seen: str | None = None
        self._heard = float("-inf")

    def start(self) -> Follower:
        """Look from now on, for as long as this process lives."""
        threading.Thread(target=self._follow, name="pages-follower", daemon=True).start()
        return self

    def read(self) -> bytes:
        """Return what stays equal as long as pages may be kept."""
        now = time.monotonic()
        if now - self._heard < IN_STEP:
            return self._mark.read()
        return self._mark.read() + int(now).to_bytes(SIZE, "big")

    def look(self) -> None:
        """Ask the shared cache once."""
        try:
            found = str(self._shared.get(KEY, ""))
        except _away():
            return
        if found != self._seen:
            # The same for each process of the machine, and never the mark that the change gave it.
            self._mark.change(sha256(f"seen {found}".encode()).digest()[:SIZE])
            self._seen = found
        self._heard = time.monotonic()

    def _follow(self) -> None:
        while True:
            self.look()
            time.sleep(EVERY)


def _away() -> tuple[type[Exception], ...]:
    if not are_several():
        return (OSError,)
    from redis.exceptions import RedisError  # only that layout has it

    return (OSError, RedisError)
