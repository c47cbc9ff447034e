"""How delivery stands: each destination, what waits and failed there, and whether a worker is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q
from django.utils import timezone

from leads.delivery import registry, words
from leads.models import Circuit, Delivery, Heartbeat, State
from leads.models.states import LIVE


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How one destination stands."""

    name: str
    is_set_up: bool
    obstacle: str  # why nothing is sent to it just now; "" when nothing is in the way
    needs_a_person: bool  # nothing is delivered, or something failed, until somebody acts
    stopped: bool  # by hand
    waiting: int
    failed: int
    held: int
    delivered: int
    oldest: datetime | None  # when the longest waiting one was put in


def standings() -> list[Standing]:
    """Return how each destination stands that is set up or still has something. Three queries."""
    around = words.surroundings()
    counted = _counted()
    names = dict.fromkeys([*registry.destinations(), *counted])
    return [_standing(name, counted.get(name, {}), around) for name in names]


def has_worker() -> bool:
    """Tell whether a worker was heard of within the last minute."""
    return Heartbeat.objects.alive(timezone.now()).exists()


def _standing(name: str, counts: Mapping[str, object], around: words.Surroundings) -> Standing:
    circuit = around.circuits.get(name)
    numbers = {key: int(str(counts.get(key) or 0)) for key in _STATES}
    oldest = counts.get("oldest")
    return Standing(
        name=name,
        is_set_up=name in around.destinations,
        obstacle=words.obstacle(circuit, around.now),
        needs_a_person=bool(numbers["failed"]) or _waits_for_somebody(circuit),
        stopped=circuit is not None and circuit.stopped_at is not None,
        oldest=oldest if isinstance(oldest, datetime) else None,
        **numbers,
    )


def _waits_for_somebody(circuit: Circuit | None) -> bool:
    if circuit is None:
        return False
    return circuit.stopped_at is not None or circuit.cause in {"refused", "off"}


_STATES = {
    "waiting": Q(state__in=LIVE),
    "failed": Q(state=State.DEAD),
    "held": Q(state=State.HELD),
    "delivered": Q(state=State.DELIVERED),
}


def _counted() -> dict[str, Mapping[str, object]]:
    counts = {name: Count("pk", filter=which) for name, which in _STATES.items()}
    oldest = Min("created_at", filter=_STATES["waiting"])
    rows = Delivery.objects.order_by("destination").values("destination")
    return {each["destination"]: each for each in rows.annotate(**counts, oldest=oldest)}
