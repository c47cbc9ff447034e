"""The breaker of each destination: when it opens, what closes it, and who may pass meanwhile.

Its state is a row that all workers share. While it is open, one delivery at a time probes the
destination, at first after a second, then at ever longer intervals up to a minute.
"""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from enum import Enum

from django.db.models import Value
from django.db.models.functions import Coalesce, Greatest

from leads.crm.base import DestinationError
from leads.delivery import pacing, registry
from leads.delivery.known import circuits
from leads.models import Cause, Circuit, Delivery

# Ten failures in a row open it, and so does any run in which more than four of five calls fail: a
# success takes four away. At three failures in ten it opens by chance once in 200,000 calls.
OPENS_AT = 10
FORGIVEN = 4
FIRST_PROBE, LONGEST_PROBE = timedelta(seconds=1), timedelta(seconds=60)
REFUSED_PROBE = timedelta(seconds=60)  # what is refused may be put right at any moment
PROBE_LASTS = timedelta(seconds=30)  # one that nobody has heard of by then ended with its worker
_DOUBLINGS = 6

_chance = random.SystemRandom()


class Admission(Enum):
    ALL = "everything that is due may be sent"
    PROBE = "one delivery may try whether the destination is back"
    NONE = "nothing may be sent for now"


def admission(circuit: Circuit | None, now: datetime) -> Admission:
    """Return who may be sent to the destination now; None is one about which nothing is known."""
    if circuit is None:
        return Admission.ALL
    rests = circuit.rests_until is not None and circuit.rests_until > now
    if rests or circuit.stopped_at is not None or pacing.in_line(circuit, now):
        return Admission.NONE
    if circuit.cause == Cause.NONE:
        return Admission.ALL
    return Admission.PROBE if circuit.until and circuit.until <= now else Admission.NONE


def is_at_ease(destination: str) -> bool:
    """Tell whether the breaker is closed and no failure is counted, so that no answer changes it.

    One query.
    """
    mine = circuits().get(destination)
    return mine is None or (mine.cause == Cause.NONE and not mine.failures)


def answered(destination: str, now: datetime) -> None:
    """Take note of an answer, be it a refusal of one enquiry: it closes the breaker.

    Call this and what follows in the transaction that settles the delivery.
    """
    if is_at_ease(destination):
        return
    open_ones = Circuit.objects.filter(destination=destination).exclude(cause=Cause.NONE)
    if open_ones.update(**_CLOSED):
        _wake_backlog(destination, now)
    else:
        Circuit.objects.answered(destination, FORGIVEN)


def failed(destination: str, delivery: int, error: Exception, now: datetime, probe: bool) -> None:
    """Take note of a call that got no answer, or one that says the destination is out of order."""
    circuit = Circuit.objects.locked(destination)
    if circuit.cause != Cause.NONE:
        if probe:
            _probe_again(circuit, now, _probe_wait(circuit.probes + 1), error)
        return
    # One delivery that fails again and again tells of itself; the next one of another counts.
    if circuit.last_failed != delivery:
        circuit.failures += 1
        circuit.last_failed = delivery
    if circuit.failures >= OPENS_AT:
        _open(circuit, Cause.OUTAGE, now, _probe_wait(0), error)
    circuit.save()


def refused(destination: str, error: Exception, now: datetime, off: bool = False) -> None:
    """Stop for what a person has to put right; `off`: until that person says so."""
    circuit = Circuit.objects.locked(destination)
    cause = Cause.SWITCHED_OFF if off else Cause.REFUSED
    if circuit.cause == cause:
        return _probe_again(circuit, now, None if off else REFUSED_PROBE, error)
    _open(circuit, cause, now, None if off else REFUSED_PROBE, error)
    circuit.configuration = registry.configuration(destination)
    circuit.save()


def stop(destination: str, now: datetime) -> None:
    """Send nothing to the destination until `resume`: a person wants it so."""
    Circuit.objects.get_or_create(destination=destination)
    Circuit.objects.filter(destination=destination, stopped_at=None).update(stopped_at=now)


def resume(destination: str, now: datetime) -> bool:
    """Send again at once, whatever kept deliveries away. Returns whether anything had.

    A time that the destination asked to be left alone for is kept to all the same.
    """
    mine = Circuit.objects.filter(destination=destination)
    shut = mine.exclude(cause=Cause.NONE, stopped_at=None)
    changed = shut.update(**_CLOSED, stopped_at=None)
    if changed:
        _wake_backlog(destination, now)
    return bool(changed)


def reconsider(now: datetime) -> list[str]:
    """Try destinations again at once whose settings have changed since they refused us."""
    hopeful = [
        circuit.destination
        for circuit in Circuit.objects.filter(cause__in=[Cause.REFUSED, Cause.SWITCHED_OFF])
        if circuit.configuration != registry.configuration(circuit.destination)
    ]
    for name in hopeful:
        Circuit.objects.filter(destination=name).update(**_CLOSED)
        _wake_backlog(name, now)
    return hopeful


_CLOSED = {
    "cause": Cause.NONE, "since": None, "until": None, "failures": 0, "probes": 0,
    "error": "", "detail": "", "configuration": "", "last_failed": None,
}  # fmt: skip


def _open(
    circuit: Circuit, cause: Cause, now: datetime, wait: timedelta | None, error: Exception
) -> None:
    circuit.cause, circuit.since, circuit.probes = cause, now, 0
    circuit.until = None if wait is None else now + wait
    circuit.waits = wait or timedelta(0)
    circuit.error, circuit.detail = type(error).__name__[:40], _told(error)


def _probe_again(circuit: Circuit, now: datetime, wait: timedelta | None, error: Exception) -> None:
    circuit.probes += 1
    circuit.until = None if wait is None else now + wait
    circuit.waits = wait or timedelta(0)
    circuit.error, circuit.detail = type(error).__name__[:40], _told(error)
    circuit.save()


def _probe_wait(failed: int) -> timedelta:
    """Return 1, 2, 4 … 60 s, up to a fifth less, so that no two machines probe in step."""
    longest: timedelta = min(LONGEST_PROBE, FIRST_PROBE * 2 ** min(failed, _DOUBLINGS))
    return longest * (0.8 + 0.2 * _chance.random())


def _wake_backlog(destination: str, now: datetime) -> None:
    """End the waits that the outage has made; what is in doubt is looked for in its own time.

    How fast it then goes out is for the stated limit and the number of threads: see `pacing`.
    """
    late = Delivery.objects.waiting().filter(destination=destination, due_at__gt=now)
    certain = Coalesce("settles_at", Value(now))
    late.update(due_at=Greatest(Value(now), certain), waits=timedelta(0))


def _told(error: Exception) -> str:
    return error.detail if isinstance(error, DestinationError) else ""
