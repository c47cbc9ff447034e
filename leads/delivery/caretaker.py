"""What a worker sees to beside sending, once a second."""

from __future__ import annotations

import logging

from django.db import Error as DatabaseError
from django.db import close_old_connections
from django.utils import timezone

from leads.delivery import breaker
from leads.delivery.clocks import Watch, shorten_waits
from leads.delivery.isolation import Lane
from leads.delivery.writing import checkpoint
from leads.models import Heartbeat

log = logging.getLogger(__name__)


class Caretaker:
    """Says that the worker lives, mends waits when a clock was set, runs the lane apart, and keeps
    SQLite's log short."""

    def __init__(self) -> None:
        self._lane = Lane()
        self._watch = Watch()
        self._is_settled = False  # what was stored before the start has been looked at
        self._failing = False

    def tend(self) -> None:
        """Do what is due. Never raises: what could not be done comes round again."""
        try:
            self._tend()
            self._failing = False
        except DatabaseError as error:
            if not self._failing:  # said once, not every second
                log.warning("taking care: %s", type(error).__name__)
            self._failing = True
        finally:
            close_old_connections()

    def finish(self, until: float) -> None:
        """Let the lane end, until then by the monotonic clock at most."""
        self._lane.finish(until)
        try:
            Heartbeat.objects.stop()
        except DatabaseError:
            log.warning("the heartbeat stays")

    def _tend(self) -> None:
        now = timezone.now()
        Heartbeat.objects.beat(now)
        if self._watch.jumped() or not self._is_settled:
            shorten_waits(now)
            for name in breaker.reconsider(now):
                log.warning("%s: tried again at once, as its settings have changed", name)
            self._is_settled = True
        self._lane.tend()
        checkpoint()
