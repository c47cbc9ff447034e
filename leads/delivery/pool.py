"""The threads that send, and the one that keeps their leases alive meanwhile."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext

from django.db import Error as DatabaseError
from django.db import close_old_connections, connection, connections

from leads.crm.base import Destination
from leads.delivery.claims import Held, LeaseLost
from leads.delivery.sending import place, send

log = logging.getLogger(__name__)

RENEW_EVERY = 2.0  # seconds; a lease outlasts two renewals that were missed
PREPARING = 0.05  # seconds that one is given to come as far as its call


_NONE: Mapping[str, AbstractContextManager[object]] = {}

Task = tuple[Held, Destination, threading.Event]


class Pool:
    """Sends deliveries in so many threads at most. All methods are for the thread that made it.

    `freed` is called, in another thread, each time that one has become free. `gates`, by
    destination, are entered for calls: with more threads than a gate lets through, the next ones
    are ready when a call ends.
    """

    def __init__(
        self,
        threads: int,
        *,
        may_call: Callable[[], bool],
        freed: Callable[[], None],
        gates: Mapping[str, AbstractContextManager[object]] = _NONE,
    ) -> None:
        self.size = threads
        self._gates = gates
        self._may_call, self._freed = may_call, freed
        self._held: dict[Held, str] = {}
        self._lock = threading.Lock()
        self._tasks: queue.SimpleQueue[Task | None] = queue.SimpleQueue()
        self._threads = [_thread(self._work) for _ in range(threads)]
        _thread(self._renew)

    def busy(self) -> list[str]:
        """Return the destination of each thread at work."""
        with self._lock:
            return list(self._held.values())

    def send(self, held: Held, destination: Destination) -> None:
        """Have a thread send it. Call it only while fewer than `size` are busy.

        On SQLite it returns once the destination is being called, as a rule: all that is done until
        then is to compute, which Python does in one thread at a time, and what would be claimed
        meanwhile would only keep this one from going out. PostgreSQL is mostly waited for.
        """
        calls = threading.Event()
        with self._lock:
            self._held[held] = destination.name
        self._tasks.put((held, destination, calls))
        if connection.vendor == "sqlite":
            calls.wait(PREPARING)

    def finish(self, until: float) -> None:
        """Let the threads end what they are at, until then by the monotonic clock at most."""
        for _ in self._threads:
            self._tasks.put(None)
        for thread in self._threads:
            thread.join(max(0.0, until - time.monotonic()))

    def _work(self) -> None:
        try:
            while (task := self._tasks.get()) is not None:
                self._send(*task)
        finally:
            connections.close_all()

    def _send(self, held: Held, destination: Destination, calls: threading.Event) -> None:
        try:
            gate = self._gates.get(destination.name, nullcontext())
            send(held, destination, self._may_call, calls.set, gate)
        except Exception as error:  # noqa: BLE001 - a thread that ends would be missed for ever
            log.error("sending: %s at %s", type(error).__name__, place(error))
        finally:
            calls.set()
            close_old_connections()
            with self._lock:
                del self._held[held]
            self._freed()

    def _renew(self) -> None:
        while True:
            time.sleep(RENEW_EVERY)
            with self._lock:
                held = list(self._held)
            try:
                for each in held:
                    _renew(each)
            except DatabaseError as error:
                log.warning("leases are not renewed: %s", type(error).__name__)
            finally:
                close_old_connections()


def _renew(held: Held) -> None:
    try:
        held.renew()
    except LeaseLost:
        return  # it is done, or somebody else's: who works on it finds out by itself


def _thread(target: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=target, daemon=True)
    thread.start()
    return thread
