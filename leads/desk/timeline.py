"""Everything that happened with an enquiry, in order: from where each of it is kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from leads.models import Delivery, Enquiry, Errand, Event, Happening, Kind, Stage, State
from leads.models.states import MAILS
from leads.sales.people import name_of

# What a mail has done once it is delivered. The other mails to sales come with events of their own.
_MAILED = {
    Errand.ALERT: "Sales was told by mail",
    Errand.ACKNOWLEDGE: "The sender was told by mail that it has arrived",
}


@dataclass(frozen=True)
class Moment:
    """One thing that happened. `who` is "" for what nobody did; `text` is what somebody wrote."""

    at: datetime
    words: str
    who: str = ""
    text: str = ""


def timeline(enquiry: Enquiry) -> list[Moment]:
    """Return all of it, the latest first. Three queries."""
    found = [*_received(enquiry), *_events(enquiry), *_deliveries(enquiry), *_later(enquiry)]
    return sorted(found, key=lambda each: each.at, reverse=True)


def _received(enquiry: Enquiry) -> Iterator[Moment]:
    by = Kind(enquiry.kind).label.lower()
    yield Moment(enquiry.created_at, f"Received ({by})")
    if enquiry.erased_at:
        yield Moment(enquiry.erased_at, "Erased")


def _events(enquiry: Enquiry) -> Iterator[Moment]:
    for event in enquiry.events.select_related("actor"):
        who = name_of(event.actor) if event.actor else ""
        yield Moment(event.at, _words(event), who, event.text)


def _words(event: Event) -> str:
    kind, data = Happening(event.kind), event.data
    if kind == Happening.ASSIGNED and "name" in data:
        return f"Assigned to {data['name']}"
    if kind == Happening.CALLED:
        return "Rung" if data.get("reached", True) else "Rung, nobody answered"
    if kind == Happening.OUTCOME and data.get("state") in Stage.values:
        return str(Stage(data["state"]).label)
    if kind == Happening.NEXT_STEP and not event.text:
        return "Next step done"
    return str(kind.label)


def _deliveries(enquiry: Enquiry) -> Iterator[Moment]:
    for delivery in enquiry.deliveries.all():
        yield from _delivery(delivery)


def _delivery(delivery: Delivery) -> Iterator[Moment]:
    kind, name = Errand(delivery.kind), delivery.destination
    if kind == Errand.ERASE:
        return
    words = _MAILED.get(kind, "") if kind in MAILS else f"Delivered to {name}"
    if delivery.delivered_at and words:
        yield Moment(delivery.delivered_at, words)
    if delivery.died_at and delivery.state == State.DEAD:
        what = f"{kind.label} could not be sent" if kind in MAILS else ""
        yield Moment(delivery.died_at, what or f"Could not be delivered to {name}")


def _later(enquiry: Enquiry) -> Iterator[Moment]:
    for each in enquiry.corrections.all():
        yield Moment(each.created_at, f"{Kind(each.kind).label} by the sender: {each.reference}")
