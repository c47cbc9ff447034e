"""What Celery runs where deliveries are spread over many machines. Arguments are ids, no more."""

from __future__ import annotations

import threading
import time
from functools import cache

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from leads.delivery import registry
from leads.delivery.claims import Held, LeaseLost, admitting, claim, claim_isolated
from leads.delivery.clocks import Watch, shorten_waits
from leads.delivery.jobs import run
from leads.delivery.pool import Pool
from leads.models import Delivery, Heartbeat, State

STALE = 10.0  # seconds after which a message is not worth its work: the next sweep sends another
LONGEST = 10.0  # seconds for which one task goes on to further deliveries of its destination


@shared_task(name="leads.sweep", expires=STALE)
def sweep() -> None:
    """Send out the ids of what is due, as many to each destination as it may have at once."""
    now = timezone.now()
    Heartbeat.objects.beat(now)
    if _watch().jumped():
        shorten_waits(now)
    for name, probing in admitting().items():
        free = 1 if probing else settings.DELIVERIES_AT_ONCE - _at_hand(name)
        rows = Delivery.objects.probing if probing else Delivery.objects.claimable
        for delivery in rows(name, now).values_list("pk", flat=True)[: max(free, 0)]:
            deliver.apply_async([delivery], expires=STALE)
    if Delivery.objects.isolated(list(admitting()), now).exists():
        deliver_alone.apply_async(expires=STALE)


@shared_task(name="leads.deliver")
def deliver(delivery_id: int) -> None:
    """Send one delivery if it is still due, and then what else is due to its destination."""
    name = Delivery.objects.filter(pk=delivery_id).values_list("destination", flat=True).first()
    if name is None:
        return
    held, until = _claimed(name, delivery_id), time.monotonic() + LONGEST
    while held is not None:
        _sender().send(held)
        held = _claimed(name) if time.monotonic() < until else None


@shared_task(name="leads.deliver_alone")
def deliver_alone() -> None:
    """Send one of those that have ended several workers. Celery's pool replaces what it ends."""
    try:
        held = claim_isolated()
    except LeaseLost:
        return
    if held is not None:
        _sender().send(held)


@shared_task(name="leads.job")
def job(command: str) -> None:
    """Run a management command of the table of jobs."""
    run(command)


def _claimed(name: str, delivery_id: int | None = None) -> Held | None:
    """Claim the delivery, or the next one, unless the destination has as many as it may have."""
    admitted = admitting()
    if name not in admitted or _at_hand(name) >= settings.DELIVERIES_AT_ONCE:
        return None
    try:
        return claim(name, probing=admitted[name], only=delivery_id)
    except LeaseLost:
        return None


def _at_hand(name: str) -> int:
    leased = Delivery.objects.filter(destination=name, state=State.LEASED)
    return leased.filter(lease_until__gt=timezone.now()).count()


class _Sender:
    """One thread that sends and one that renews the lease, in each of Celery's processes."""

    def __init__(self) -> None:
        self._done = threading.Event()
        self._pool = Pool(1, may_call=lambda: True, freed=self._done.set)

    def send(self, held: Held) -> None:
        """Send it, and return when that is over, whatever came of it."""
        self._done.clear()
        self._pool.send(held, registry.destinations()[held.delivery.destination])
        self._done.wait()


@cache
def _sender() -> _Sender:
    return _Sender()


@cache
def _watch() -> Watch:
    return Watch()
