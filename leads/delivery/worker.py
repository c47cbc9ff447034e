"""The delivery worker: claims what is due, has it sent, and runs the jobs that come round."""

from __future__ import annotations

import logging
import os
import random
import select
import signal
import threading
import time
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connections

from leads.delivery import known, registry
from leads.delivery.caretaker import Caretaker
from leads.delivery.claims import (
    CALL_DEADLINE,
    LEASE,
    Held,
    LeaseLost,
    admitting,
    claim,
    claim_some,
)
from leads.delivery.jobs import Jobs
from leads.delivery.lookout import Lookout
from leads.delivery.pool import Pool
from leads.delivery.sending import place, send
from leads.delivery.shares import Shares
from leads.delivery.wake import Bell

log = logging.getLogger(__name__)

POLL = 1.0  # seconds
GRACE = 25.0  # seconds in which work in hand may end
ORPHAN_GRACE = 2.0  # nobody is left to stop an orphan: it must be gone within seconds
_DRAIN_LEASE = timedelta(minutes=5)  # nothing renews it

_chance = random.SystemRandom()
_ONE = Shares(1)


def drain(most: int = 10_000) -> int:
    """Send everything that is due, one after the other, in this thread. Returns the tries made.

    What a try puts off until later is left. Stops after `most` tries.
    """
    for tries in range(most):
        held = claim_next(lease=_DRAIN_LEASE)
        if not held:
            return tries
        send(held[0], registry.destinations()[held[0].delivery.destination])
    return most


def claim_next(
    busy: Sequence[str] = (),
    shares: Shares = _ONE,
    lease: timedelta = LEASE,
    looks: Lookout | None = None,
) -> list[Held]:
    """Claim deliveries that are due, for the least busy destination that has some.

    `busy` names the destination of each delivery in hand. Several are claimed where `looks`, those
    of a worker, make them likely, and never more than `shares` leave for them.
    """
    counts, looks = Counter(busy), looks or Lookout()
    left = {name: shares.free(name, counts) for name in registry.destinations()}
    worth = looks.begin(
        name
        for name, free in left.items()
        if free > 0 and not (looks.is_likely(name) and shares.can_wait(name, counts))
    )
    admitted = admitting() if worth else {}
    for name in sorted((each for each in worth if each in admitted), key=counts.__getitem__):
        many = looks.is_likely(name) and admitted[name] is None
        held = claim_some(name, left[name], lease) if many else []
        if not held and (one := claim(name, lease, admitted[name])):
            held = [one]
        looks.saw(name, bool(held))
        if held:
            return held
    return []


class Worker:
    """One process's loop, with so many calls at a time. `run` it in the main thread."""

    def __init__(self, calls: int) -> None:
        self._bell = Bell()
        self._ends: float | None = None  # by the monotonic clock; None while not stopping
        self._shares = Shares.of_worker(calls)
        self._pool = Pool(
            self._shares.threads,
            may_call=self._may_call,
            freed=self._bell.ring,
            gates=self._shares.gates(),
        )
        self._jobs = Jobs(settings.PERIODIC_JOBS)
        self._caretaker = Caretaker()
        self._failing = False
        self._looks = Lookout()

    def run(self, lifeline: int) -> None:
        """Work until told to stop, by SIGTERM or by `lifeline`: a byte to be read from this file
        descriptor means "stop", its end means that the parent process is gone."""
        known.remember(known.LASTS)
        signal.signal(signal.SIGTERM, lambda *_: self.stop(GRACE))
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the parent too, which asks
        threading.Thread(target=self._watch, args=[lifeline], daemon=True).start()
        threading.Thread(target=self._run_jobs, daemon=True).start()
        threading.Thread(target=self._take_care, daemon=True).start()
        while self._ends is None:
            if not self._send_some():
                wait = POLL * (0.75 + _chance.random() / 2)
                self._bell.wait(self._looks.longest_wait(wait))
        self._pool.finish(self._ends)
        self._jobs.finish(self._ends)
        self._caretaker.finish(self._ends)
        self._bell.close()
        connections.close_all()

    def stop(self, grace: float) -> None:
        """Claim nothing more, and let what is in hand end within `grace` seconds."""
        ends = time.monotonic() + grace
        self._ends = ends if self._ends is None else min(self._ends, ends)
        self._bell.ring()

    def _may_call(self) -> bool:
        """Whether a call that begins now would end in time."""
        return self._ends is None or time.monotonic() + CALL_DEADLINE.total_seconds() <= self._ends

    def _send_some(self) -> bool:
        """Have what is due sent; False when there is nothing to do at the moment."""
        busy = self._pool.busy()
        if len(busy) >= self._pool.size:
            return False
        try:
            found = claim_next(busy, self._shares, looks=self._looks)
            self._failing = False
        except LeaseLost:
            return True
        except Exception as error:  # noqa: BLE001 - a child that ends over it would do so for ever
            self._complain(error)
            return False
        for held in found:
            self._pool.send(held, registry.destinations()[held.delivery.destination])
        return bool(found)

    def _complain(self, error: Exception) -> None:
        """Say it once, not every second: a locked or missing database is waited for."""
        if not self._failing:
            waits = "waiting for the database" if isinstance(error, DatabaseError) else "claiming"
            log.error("%s: %s at %s", waits, type(error).__name__, place(error))
        self._failing = True
        connections.close_all()

    def _run_jobs(self) -> None:
        while self._ends is None:
            self._jobs.run_due(lambda: self._ends is None)
            time.sleep(POLL)

    def _take_care(self) -> None:
        while self._ends is None:
            self._caretaker.tend()
            time.sleep(POLL)

    def _watch(self, lifeline: int) -> None:
        if os.read(lifeline, 1):
            self.stop(GRACE)
            select.select([lifeline], [], [], GRACE)  # the parent may be killed while it waits
        self.stop(ORPHAN_GRACE)
        time.sleep(ORPHAN_GRACE)
        os._exit(1)  # the main thread would have ended by now, were it not stuck
