"""The few jobs that come round by the clock, such as publishing what is due.

They run in the worker's child, one after the other. It is assumed that one worker runs: a second
one would run them a second time, which none of them minds.
"""

from __future__ import annotations

import io
import logging
import threading
import time
from collections.abc import Callable, Mapping

from django.core.management import call_command
from django.db import close_old_connections

from leads.delivery.sending import place

log = logging.getLogger(__name__)


class Jobs:
    """Management commands and how often each is run, in seconds. All are due at the start."""

    def __init__(
        self, table: Mapping[str, float], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._table, self._clock = dict(table), clock
        self._due = dict.fromkeys(table, clock())
        self._running = threading.Lock()

    def run_due(self, may_begin: Callable[[], bool] = lambda: True) -> None:
        """Run what is due, in turn. A job that fails is logged and comes round again."""
        for name, due in self._due.items():
            if self._clock() >= due and may_begin():
                with self._running:
                    run(name)
                self._due[name] = self._clock() + self._table[name]

    def finish(self, until: float) -> None:
        """Let the job that runs end, until then by the monotonic clock at most."""
        self._running.acquire(timeout=max(0.0, until - time.monotonic()))


def run(name: str) -> None:
    """Run one management command as a job: what it raises is logged, and goes no further."""
    close_old_connections()
    try:
        call_command(name, stdout=io.StringIO(), stderr=io.StringIO())
    except (Exception, SystemExit) as error:  # noqa: BLE001 - jobs never stop the worker
        log.error("job %s: %s at %s", name, type(error).__name__, place(error))
    finally:
        close_old_connections()
