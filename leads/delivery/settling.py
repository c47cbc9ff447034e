"""Storing how a try went: the delivery, the attempt, and what it says about the destination."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import OperationalError
from django.utils import timezone

from leads.crm.base import Ref
from leads.delivery import breaker, known
from leads.delivery.verdict import Situation, Verdict, verdict
from leads.delivery.writing import turn, writing
from leads.models import Attempt, Circuit, Delivery, Errand, State
from leads.models.states import WAITING

if TYPE_CHECKING:
    from leads.delivery.trying import Try

DELIVERED = "Delivered"
WAITS_FOR_DATABASE = (0.1, 0.5, 2.0)  # seconds, beside those that the database itself waits
MANY_TRIES = 20  # from there on, tries that end alike share one row
# Crashes are counted in a row: a worker that came to an end with it was not ended by it.
_PROGRESS = {"crashes": 0, "settles_at": None}
_AT_REST = {"lease": None, "lease_until": None, "waits": timedelta(0)}
_DONE = {"state": State.DELIVERED, "due_at": None, "looks_first": False, "error": ""}


def patiently(store: Callable[[], None]) -> None:
    """Store what a call has brought. A database that is locked for long is no reason to lose it."""
    for wait in WAITS_FOR_DATABASE:
        try:
            return store()
        except OperationalError:
            time.sleep(wait)
    return store()


def step_done(one: Try, refs: Mapping[str, Ref]) -> None:
    """Keep the record that a step has made."""
    one.held.update(refs=_stored(refs), **_PROGRESS)


def delivered(one: Try, refs: Mapping[str, Ref]) -> None:
    """Store that the enquiry has arrived, and that the destination works."""
    _done(one, refs=_stored(refs), detail="")


def erased(one: Try, left: str) -> None:
    """Store that the person is gone there; `left` is what somebody has to remove by hand."""
    _done(one, detail=left)


def failed(one: Try, error: Exception) -> None:
    """Store what follows from the error that a try ended in."""
    at = _situation(one)
    end = verdict(error, at)
    with writing():
        _settle(one, end.news, type(error).__name__, getattr(error, "http_status", None))
        # Whoever is to be erased is not sent again.
        if end.news["state"] in WAITING and Delivery.objects.doomed(one.delivery):
            Delivery.objects.filter(pk=one.id).update(state=State.CANCELLED, due_at=None)
        _tell_of_destination(one, error, end, at)
    known.changed()


def _done(one: Try, **news: Any) -> None:
    now, name = timezone.now(), one.destination.name
    news = _DONE | {"delivered_at": now} | news
    # As nearly always: nothing to close, and no earlier attempt to look at and to count up.
    if one.delivery.tries < MANY_TRIES and breaker.is_at_ease(name):
        with turn():
            return _settle(one, news, DELIVERED)
    with writing():
        _settle(one, news, DELIVERED)
        breaker.answered(name, now)
    known.changed()


def _situation(one: Try) -> Situation:
    delivery = one.delivery
    return Situation(
        now=timezone.now(),
        tries=delivery.tries,
        strikes=delivery.strikes,
        failing_since=delivery.failing_since,
        others_pass=_others_pass(delivery),
        minimal=delivery.minimal or delivery.kind != Errand.DELIVER,
        settles_at=one.settles_at,
        in_call=one.in_call,
        repeatable=one.repeatable,
    )


def _others_pass(delivery: Delivery) -> bool:
    """Whether the destination's latest try of another one delivered it, after ours last failed."""
    ours = delivery.attempts.order_by("-pk").first()
    other = Attempt.objects.last_of_others(delivery) if ours else None
    if ours is None or other is None or other.outcome != DELIVERED:
        return False
    return other.pk > ours.pk and other.started_at >= (ours.last_at or ours.started_at)


def _tell_of_destination(one: Try, error: Exception, end: Verdict, at: Situation) -> None:
    name = one.destination.name
    if end.refused:
        return breaker.refused(name, error, at.now, off=end.switched_off)
    if end.rest is not None:
        Circuit.objects.rest(name, at.now + end.rest, end.rest, end.news["detail"])
    if end.answered or one.progressed:
        breaker.answered(name, at.now)
    elif end.answered is False:
        breaker.failed(name, one.id, error, at.now, probe=one.held.probe)


def _settle(one: Try, news: dict[str, Any], outcome: str, status: int | None = None) -> None:
    news = _PROGRESS | _AT_REST | news
    ended = {"step": one.step[:20], "outcome": outcome[:40], "http_status": status}
    if one.delivery.tries >= MANY_TRIES:
        for last in one.delivery.attempts.order_by("-pk")[:2]:  # a call and the look that follows
            if all(getattr(last, key) == ended[key] for key in ended):
                one.held.change(**news)
                return Attempt.objects.repeat(last.pk, one.started_at)
    took = {"started_at": one.started_at, "milliseconds": one.milliseconds}
    one.held.end(news, {"delivery": one.id, **took, **ended})


def _stored(refs: Mapping[str, Ref]) -> dict[str, dict[str, str]]:
    return {step: asdict(ref) for step, ref in refs.items()}
