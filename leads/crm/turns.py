"""How fast a destination may be called, and the turn that every call waits for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True)
class Rate:
    """So many calls within any span of so many seconds."""

    calls: int  # 0: as many as you like
    seconds: float


NO_LIMIT = Rate(0, 1)

_wait: ContextVar[Callable[[], None]] = ContextVar("wait", default=lambda: None)


def take() -> None:
    """Return when the next call may go out. Whoever speaks to a destination asks before each."""
    _wait.get()()


@contextmanager
def waiting_with(wait: Callable[[], None]) -> Iterator[None]:
    """Have `wait` called before each call that this thread makes within the block.

    What it raises ends the step between two calls, so it must be safe to begin that step anew.
    """
    token = _wait.set(wait)
    try:
        yield
    finally:
        _wait.reset(token)
