"""The lane for deliveries that end their workers: one at a time, in a process that may end.

Nothing else is in that process, so nothing else ends with it.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
import time

from django.conf import settings
from django.utils import timezone

from leads.delivery import registry
from leads.delivery.claims import CALL_DEADLINE, LeaseLost, admitting, claim_isolated
from leads.delivery.pool import Pool
from leads.models import Delivery

log = logging.getLogger(__name__)

LOOK_EVERY = 5.0  # seconds
LONGEST = 5 * CALL_DEADLINE.total_seconds()  # for all of its steps


class Lane:
    """Starts a process when such a delivery is due. For one thread."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._next_look = 0.0

    def tend(self) -> None:
        """Start what is due, unless one is under way. Call it every second or so."""
        if self._process is not None and self._process.poll() is None:
            return
        self._process = None
        if time.monotonic() < self._next_look:
            return
        self._next_look = time.monotonic() + LOOK_EVERY
        if Delivery.objects.isolated(list(admitting()), timezone.now()).exists():
            self._process = _started()

    def finish(self, until: float) -> None:
        """Let it end what it is at, until then by the monotonic clock at most."""
        if self._process is None:
            return
        try:
            self._process.wait(max(0.0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def send_one() -> bool:
    """Send one such delivery in this process, whose standard input ends when nobody waits for it.

    Returns whether there was one.
    """
    threading.Thread(target=_end_with_the_worker, daemon=True).start()
    try:
        held = claim_isolated()
    except LeaseLost:
        return False
    if held is None:
        return False
    log.warning("delivery %s is sent alone: it ended several workers", held.delivery.pk)
    pool = Pool(1, may_call=lambda: True, freed=lambda: None)
    pool.send(held, registry.destinations()[held.delivery.destination])
    pool.finish(time.monotonic() + LONGEST)
    return True


def _started() -> subprocess.Popen[bytes]:
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "worker", "--isolated"]
    return subprocess.Popen(command, stdin=subprocess.PIPE)  # noqa: S603 - our own command


def _end_with_the_worker() -> None:
    sys.stdin.buffer.read()
    os._exit(1)
