"""Deliveries in lines of text, for those at a terminal. References, never names."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.utils import timezone

from leads.delivery import words
from leads.delivery.health import Standing
from leads.models import Delivery
from leads.models.delivery import DeliveryQuerySet
from leads.models.states import LIVE


def headline(standing: Standing) -> str:
    """Return a destination's counts and what is in its way, in one line."""
    counts = f"{standing.delivered} delivered, {standing.waiting} waiting, {standing.failed} failed"
    held = f", {standing.held} held back" if standing.held else ""
    if not standing.is_set_up:
        return f"{standing.name}: {counts}{held}. It is not set up any more."
    state = standing.obstacle or "it takes deliveries"
    return f"{standing.name}: {counts}{held}. Now: {state}."


def lines(state: str, destination: str, limit: int) -> Iterator[str]:
    """Yield a line for each delivery in this state, newest first.

    "waiting" is any that is under way. Without a state, what is delivered or cancelled is left out.
    """
    rows = _in_state(state)
    if destination:
        rows = rows.filter(destination=destination)
    around = words.surroundings()
    for each in rows.select_related("enquiry")[:limit]:
        other = "mail" if each.letter_id else "erasure"
        subject = each.enquiry.reference if each.enquiry else other
        age = timezone.localtime(each.created_at)
        yield f"{each.pk:8}  {subject:12}  {age:%d %b %H:%M}  {words.in_words(each, around)}"


def named(name: str) -> list[Delivery]:
    """Return the delivery with this number, or those of the enquiry with this reference."""
    by = Q(pk=int(name)) if name.isdigit() else Q(enquiry__reference=name.upper())
    found = Delivery.objects.filter(by).select_related("enquiry").order_by("pk")
    return list(found.prefetch_related("attempts"))


def _in_state(state: str) -> DeliveryQuerySet:
    rows = Delivery.objects.order_by("-pk")
    if state == "waiting":
        return rows.filter(state__in=LIVE)
    if state:
        return rows.filter(state=state)
    return rows.filter(state__in=[*LIVE, "dead", "held"])
