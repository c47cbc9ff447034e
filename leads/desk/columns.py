"""The columns of the inbox. On a phone each row is a card: the cells say what they are."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any, NamedTuple

from wagtail.admin.ui.tables import Column

from leads.delivery import words
from leads.desk.due import due
from leads.models import Delivery, Enquiry, Handling, Kind, Stage, State
from leads.sales.people import name_of

RESENDABLE = {State.DEAD, State.RETRY, State.UNKNOWN}  # what is held back is released


def handling_of(enquiry: Enquiry) -> Handling | None:
    """Return what sales makes of an enquiry; None for one that is not before sales."""
    found: Handling | None = getattr(enquiry, "handling", None)
    return found


class Cell(Column):
    """A cell with a template of its own, which is given `value` and the request."""

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        context["request"] = parent_context["request"]
        return context


class PickColumn(Cell):
    """A box to pick the row by, for what is done with several at once."""

    cell_template_name = "leads/desk/cells/pick.html"

    def get_value(self, instance: Enquiry) -> Enquiry:
        return instance


class WhoColumn(Cell):
    """Who it is, of what company, and how they came to us."""

    cell_template_name = "leads/desk/cells/who.html"

    def get_value(self, instance: Enquiry) -> dict[str, Any]:
        quiz = f"{instance.result}, {instance.score} of {instance.max_score}"
        return {
            "enquiry": instance,
            "about": instance.about or ("" if instance.quiz else Kind(instance.kind).label),
            "result": quiz if instance.quiz and instance.result else "",
            "source": instance.attribution.get("source", ""),
        }


class StandingColumn(Cell):
    """What is due and when, how far it is and whose, all in words."""

    cell_template_name = "leads/desk/cells/standing.html"

    def __init__(self, name: str, now: datetime, **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self.now = now

    def get_value(self, instance: Enquiry) -> dict[str, Any]:
        handling = handling_of(instance)
        owner = handling.owner if handling else None
        taken = handling is not None and handling.claimed_at is not None
        return {
            "due": due(handling, self.now),
            "state": Stage(handling.state).label if handling else "",
            "owner": name_of(owner) if owner else "",
            "waits": owner is not None and not taken,
        }


class DeliveryColumn(Cell):
    """The state of each of an enquiry's deliveries, in words."""

    cell_template_name = "leads/desk/deliveries_cell.html"

    def __init__(self, name: str, **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self.around = words.surroundings()

    def get_value(self, instance: Enquiry) -> list[Described]:
        return described(instance, self.around)


class Described(NamedTuple):
    """A delivery as the desk shows it."""

    delivery: Delivery
    words: str
    url: str
    can_resend: bool


def described(enquiry: Enquiry, around: words.Surroundings) -> list[Described]:
    """Return each delivery with its state in words and the address of the record it made."""
    deliveries, found = enquiry.deliveries.all(), []
    for delivery in deliveries:
        made, told = words.record(delivery), words.in_words(delivery, around)
        # "Trying again at 10:15" tells nothing beside another CRM's state: trying what?
        if len(deliveries) > 1 and not re.search(rf"\b{re.escape(delivery.destination)}\b", told):
            told = f"{delivery.destination}: {told}"
        found.append(
            Described(
                delivery=delivery,
                words=told,
                url=made.url if made else "",
                can_resend=delivery.state in RESENDABLE,
            )
        )
    return found
