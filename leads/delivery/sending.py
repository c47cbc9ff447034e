"""One try to bring a delivery to its destination, step by step.

No transaction is open while a destination is called. What a step made is committed before the next
one begins, so that a later try resumes there. Before a step is repeated whose outcome is in doubt,
the destination is asked whether it holds the result already.
"""

from __future__ import annotations

import logging
import time
import traceback
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import Error as DatabaseError
from django.db import OperationalError
from django.utils import timezone

from leads.crm.base import Destination, DestinationError, Ref
from leads.crm.base import Enquiry as Payload
from leads.delivery.claims import Held, LeaseLost
from leads.delivery.loading import load
from leads.delivery.verdict import NotYetCertain, Situation, Stopped, Unreadable, verdict
from leads.delivery.writing import writing
from leads.models import Attempt, Pause, State

log = logging.getLogger(__name__)

DELIVERED = "Delivered"
WAITS_FOR_DATABASE = (0.1, 0.5, 2.0)  # seconds, beside those that the database itself waits
# Crashes are counted in a row: a worker that came to an end with it was not ended by it.
_PROGRESS = {"crashes": 0, "settles_at": None}


def send(held: Held, destination: Destination, may_call: Callable[[], bool] = lambda: True) -> None:
    """Try to bring a held delivery to its destination, and store how it went.

    `may_call` is asked before each call: False leaves the rest to another worker. Never raises: a
    try whose end cannot be stored is left to its lease, and taken up as one of unknown outcome.
    """
    one = _Try(held, destination, may_call)
    try:
        one.run()
    except LeaseLost:
        log.info("delivery %s to %s: taken over by another worker", one.id, destination.name)
    except DatabaseError as error:
        log.warning("delivery %s: its state is not stored: %s", one.id, type(error).__name__)


class _Try:
    def __init__(self, held: Held, destination: Destination, may_call: Callable[[], bool]) -> None:
        self.held, self.destination, self.may_call = held, destination, may_call
        self.delivery = held.delivery
        self.id = self.delivery.pk
        self.settles_at: datetime | None = self.delivery.settles_at
        self.step = ""
        self.in_call = False
        self.started_at, self._clock = timezone.now(), time.monotonic()

    def run(self) -> None:
        try:
            self._steps()
        except (LeaseLost, DatabaseError):
            raise
        except Exception as error:  # noqa: BLE001 - a fault of ours must not end the worker
            _report(self.id, self.destination.name, self.step, error)
            problem = error
            _patiently(lambda: self._end(problem))

    def _steps(self) -> None:
        enquiry, refs = load(self.id)
        missing = [step for step in self.destination.steps if step not in refs]
        for step in missing:
            self.step = step
            refs[step] = self._look(enquiry, refs) or self._call(enquiry, refs)
            self.settles_at = None
            if step != missing[-1]:
                _patiently(lambda: self.held.update(refs=_stored(refs), **_PROGRESS))
        _patiently(lambda: self._delivered(refs))

    def _look(self, enquiry: Payload, refs: dict[str, Ref]) -> Ref | None:
        """Return what an earlier try made, None if it certainly made nothing."""
        if self.settles_at is None or self.step in self.destination.repeatable:
            return None
        self._go_on()
        # Read before looking: a call that takes effect in between must not be missed.
        certain = timezone.now() >= self.settles_at
        found = self.destination.find(self.step, enquiry, refs)
        if found is None and not certain:
            raise NotYetCertain
        return found

    def _call(self, enquiry: Payload, refs: dict[str, Ref]) -> Ref:
        self._go_on()
        self.settles_at = None
        self.in_call = True
        made = self.destination.run(self.step, enquiry, refs)
        self.in_call = False
        return made

    def _go_on(self) -> None:
        self.held.require()
        if not self.may_call():
            raise Stopped

    def _delivered(self, refs: dict[str, Ref]) -> None:
        now = timezone.now()
        news = {"state": State.DELIVERED, "due_at": None, "delivered_at": now}
        with writing():
            self._settle(news | {"refs": _stored(refs), "error": "", "detail": ""}, DELIVERED)
            # A pause that is over has been proved wrong. One in force is a later word than ours.
            Pause.objects.filter(destination=self.destination.name, until__lte=now).delete()

    def _end(self, error: Exception) -> None:
        at = Situation(
            now=timezone.now(),
            tries=self.delivery.tries,
            created_at=self.delivery.created_at,
            settles_at=self.settles_at,
            in_call=self.in_call,
            repeatable=self.step in self.destination.repeatable,
        )
        end = verdict(error, at)
        with writing():
            self._settle(end.news, type(error).__name__, getattr(error, "http_status", None))
            if end.pause is not None:
                told = {key: end.news[key] for key in ("error", "detail")}
                Pause.objects.begin(self.destination.name, at.now + end.pause, **told)

    def _settle(self, news: dict[str, Any], outcome: str, status: int | None = None) -> None:
        self.held.update(**_PROGRESS | {"lease": None, "lease_until": None} | news)
        Attempt.objects.create(
            delivery_id=self.id,
            started_at=self.started_at,
            milliseconds=round((time.monotonic() - self._clock) * 1000),
            step=self.step[:20],
            outcome=outcome[:40],
            http_status=status,
        )


def _stored(refs: dict[str, Ref]) -> dict[str, dict[str, str]]:
    return {step: asdict(ref) for step, ref in refs.items()}


def _patiently(store: Callable[[], None]) -> None:
    """Store what a call has brought. A database that is locked for long is no reason to lose it."""
    for wait in WAITS_FOR_DATABASE:
        try:
            return store()
        except OperationalError:
            time.sleep(wait)
    return store()


def _report(delivery: int, destination: str, step: str, error: Exception) -> None:
    where = f"delivery {delivery} to {destination}, step {step or 'none'}"
    if isinstance(error, DestinationError | Unreadable):
        log.warning("%s: %s: %s", where, type(error).__name__, error.detail)
    elif isinstance(error, NotYetCertain | Stopped):
        log.info("%s: %s", where, type(error).__name__)
    else:
        log.error("%s: %s at %s", where, type(error).__name__, place(error))


def place(error: BaseException) -> str:
    """Return where an exception was raised. Its text and its frames may hold personal data."""
    frames = traceback.extract_tb(error.__traceback__)
    if not frames:
        return "an unknown place"
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno} in {frames[-1].name}"
