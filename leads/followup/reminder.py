"""Mails to sales about an enquiry that still waits: soon due, overdue, or taken by nobody."""

from __future__ import annotations

from django.utils import timezone

from leads.crm.base import NotWanted
from leads.followup.alert import context, enquiry_of, handling_of, subject
from leads.followup.drafts import Draft
from leads.followup.phrases import address, by_when
from leads.followup.recipients import everybody, managers, told_of, unique
from leads.models import Delivery, Enquiry, Handling


def warning(delivery: Delivery) -> Draft:
    """Write to the owner that an answer is due soon; to all who are told where nobody has it."""
    enquiry, handling = _waiting(delivery)
    lead = f"They were promised an answer {_due(handling)}."
    to = _owner(handling) or told_of(handling)
    return _draft(enquiry, handling, to, "Due soon", lead)


def breach(delivery: Delivery) -> Draft:
    """Write to the owner and to managers that nobody has answered in time."""
    enquiry, handling = _waiting(delivery)
    lead = f"Nobody has answered. It was due {_due(handling)}."
    to = unique([*_owner(handling), *managers()]) or told_of(handling)
    return _draft(enquiry, handling, to, "Overdue", lead)


def escalation(delivery: Delivery) -> Draft:
    """Write to everybody who could take it that nobody has."""
    enquiry, handling = _waiting(delivery)
    if handling.claimed_at is not None:
        raise NotWanted("somebody had taken the enquiry already")
    lead = "Nobody has taken this one yet. Whoever presses the button first has it."
    return _draft(enquiry, handling, everybody(handling), "Not taken", lead)


def _waiting(delivery: Delivery) -> tuple[Enquiry, Handling]:
    """Return what still waits. Raises `NotWanted` where it was answered, closed or erased."""
    enquiry = enquiry_of(delivery)
    handling = handling_of(enquiry)
    if handling is None or not handling.is_open or handling.first_contact_at is not None:
        raise NotWanted("the enquiry had been answered already")
    return enquiry, handling


def _owner(handling: Handling) -> list[str]:
    return [handling.owner.email] if handling.owner and handling.owner.email else []


def _due(handling: Handling) -> str:
    return by_when(handling.due_at, timezone.now()) if handling.due_at else "by now"


def _draft(enquiry: Enquiry, handling: Handling, to: list[str], heading: str, lead: str) -> Draft:
    return Draft(
        to=to,
        subject=f"{heading}: {subject(enquiry)}",
        template="alert",
        context={**context(enquiry, handling, to), "heading": heading, "lead": lead, "due": ""},
        reply_to=address(enquiry.name, enquiry.email) if enquiry.email else "",
    )
