"""The worker's parent: has everything imported, and replaces its one child at once when it dies.

Importing Django and Wagtail takes seconds, a fork milliseconds. The parent does no work that could
kill it: no thread, no database, no network.
"""

from __future__ import annotations

import contextlib
import logging
import os
import select
import signal
import time
from collections.abc import Callable

log = logging.getLogger(__name__)

POLL = 1.0  # seconds
QUICK_DEATH = 1.0  # seconds of life; after one such death the next child has to wait
LONGEST_WAIT = 5.0
PATIENCE = 27.0  # seconds: a little more than a child takes to stop


class Parent:
    """Runs `child`, which gets the file descriptor of its lifeline, in a process of its own.

    A byte on the lifeline tells the child to stop; its end tells that the parent is gone.
    `supervisor` is the process that must stay the parent's own parent, if there is one.
    """

    def __init__(self, child: Callable[[int], None], supervisor: int | None = None) -> None:
        self._child, self._supervisor = child, supervisor
        self._signals = 0
        self._pid = self._pipe = self._wakeup = -1
        self._quick_deaths = 0

    def run(self) -> int:
        """Keep a child running until SIGTERM or SIGINT; returns the exit status.

        The first signal lets the child end its work, a second one ends it at once.
        """
        self._listen()
        while not self._signals and not self._orphaned():
            self._begin()
            began = time.monotonic()
            while self._alive() and not self._signals and not self._orphaned():
                self._wait(POLL)
            if self._pid == -1:
                self._mourn(time.monotonic() - began)
        # An orphan ends at once: with it ends the lifeline, and so soon the child.
        return self._stop() if self._signals else 0

    def _listen(self) -> None:
        """Turn signals into bytes: unlike locks and events, a pipe is safe in a handler."""
        self._wakeup, writing = os.pipe()
        os.set_blocking(self._wakeup, False)
        os.set_blocking(writing, False)
        signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._count)
        signal.signal(signal.SIGCHLD, lambda *_: None)

    def _count(self, *_: object) -> None:
        self._signals += 1

    def _wait(self, seconds: float) -> None:
        """Return at a signal, the child's death among them, or after so many seconds."""
        select.select([self._wakeup], [], [], seconds)
        with contextlib.suppress(BlockingIOError):
            os.read(self._wakeup, 4096)

    def _begin(self) -> None:
        reading, writing = os.pipe()
        self._pid = os.fork()
        if self._pid == 0:
            _be_child(self._child, reading, writing)
        os.close(reading)
        self._pipe = writing

    def _alive(self) -> bool:
        if self._pid != -1 and os.waitpid(self._pid, os.WNOHANG)[0]:
            os.close(self._pipe)
            self._pid = self._pipe = -1
        return self._pid != -1

    def _mourn(self, lived: float) -> None:
        if self._signals:
            return
        self._quick_deaths = self._quick_deaths + 1 if lived < QUICK_DEATH else 0
        wait = (
            min(LONGEST_WAIT, 0.1 * 2 ** min(self._quick_deaths, 10)) if self._quick_deaths else 0
        )
        log.warning("the child died after %.1f s and is replaced", lived)
        until = time.monotonic() + wait
        while not self._signals and (left := until - time.monotonic()) > 0:
            self._wait(min(left, POLL))

    def _stop(self) -> int:
        with contextlib.suppress(OSError):
            os.write(self._pipe, b"s")
        until = time.monotonic() + PATIENCE
        while self._alive():
            if self._signals > 1 or time.monotonic() > until:
                os.kill(self._pid, signal.SIGKILL)
                os.waitpid(self._pid, 0)
                return 1
            self._wait(POLL)
        return 0

    def _orphaned(self) -> bool:
        return self._supervisor is not None and os.getppid() != self._supervisor


def _be_child(child: Callable[[int], None], reading: int, writing: int) -> None:
    """Never returns: what the parent had planned to do at its end is not the child's business."""
    status = 1
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.close(writing)
        child(reading)
        status = 0
    except Exception as error:  # noqa: BLE001 - its text may hold what was being delivered
        log.error("the child ends: %s", type(error).__name__)
    finally:
        logging.shutdown()
        os._exit(status)
