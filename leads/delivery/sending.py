"""One try to bring a delivery to its destination, whatever comes of it."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from django.db import Error as DatabaseError

from leads.crm.base import Destination, DestinationError, NotWanted
from leads.delivery import settling
from leads.delivery.claims import Held, LeaseLost
from leads.delivery.pacing import NotNow, at_rest
from leads.delivery.trying import Try
from leads.delivery.verdict import NotYetCertain, Stopped, Unreadable, asked_rest

log = logging.getLogger(__name__)

_OPEN: AbstractContextManager[object] = nullcontext()


def send(
    held: Held,
    destination: Destination,
    may_call: Callable[[], bool] = lambda: True,
    calls: Callable[[], None] = lambda: None,
    gate: AbstractContextManager[object] = _OPEN,
) -> None:
    """Try to bring a held delivery to its destination, and store how it went.

    `may_call` is asked before each call: False leaves the rest to another worker. `calls` is called
    once all is prepared for one, and each is made within `gate`. Never raises: a try whose end
    cannot be stored is left to its lease, and taken up as one of unknown outcome.
    """
    one = Try(held, destination, may_call, calls, gate)
    try:
        _run(one)
    except LeaseLost:
        log.info("delivery %s to %s: taken over by another worker", one.id, destination.name)
    except DatabaseError as error:
        log.warning("delivery %s: its state is not stored: %s", one.id, type(error).__name__)


def _run(one: Try) -> None:
    try:
        one.run()
    except (LeaseLost, DatabaseError):
        raise
    except Exception as error:  # noqa: BLE001 - a fault of ours must not end the worker
        _report(one, error)
        problem = error
        # To store it may take a while, in which no other thread is to call.
        with at_rest(one.destination.name, asked_rest(error)):
            settling.patiently(lambda: settling.failed(one, problem))


def _report(one: Try, error: Exception) -> None:
    where = f"delivery {one.id} to {one.destination.name}, step {one.step or 'none'}"
    if isinstance(error, NotYetCertain | Stopped | NotNow | NotWanted):
        log.info("%s: %s", where, type(error).__name__)
    elif isinstance(error, DestinationError | Unreadable):
        log.warning("%s: %s: %s", where, type(error).__name__, error.detail)
    else:
        log.error("%s: %s at %s", where, type(error).__name__, place(error))


def place(error: BaseException) -> str:
    """Return where an exception was raised. Its text and its frames may hold personal data."""
    frames = traceback.extract_tb(error.__traceback__)
    if not frames:
        return "an unknown place"
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno} in {frames[-1].name}"
