"""The alert: all that a salesperson needs to ring back, in the mail itself."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from leads.crm.base import NotWanted
from leads.delivery.payload import told
from leads.desk.due import since_when
from leads.followup.brief import brief
from leads.followup.drafts import Draft
from leads.followup.links import CALLED, TAKE, act_url
from leads.followup.phrases import address, by_when
from leads.followup.recipients import told_of
from leads.models import CallbackWish, Delivery, Enquiry, Handling, Kind
from leads.sales.assigning import assign_if_free


def draft(delivery: Delivery) -> Draft:
    """Write the alert to whoever the enquiry is assigned to, and to those told of each.

    Raises `NotWanted` for one that somebody has taken already, or that was erased.
    """
    enquiry = enquiry_of(delivery)
    assign_if_free(enquiry)
    handling = handling_of(enquiry)
    if handling is not None and handling.claimed_at is not None:
        raise NotWanted("somebody had taken the enquiry already")
    to = told_of(handling)
    return Draft(
        to=to,
        subject=subject(enquiry),
        template="alert",
        context={"heading": "New enquiry", **context(enquiry, handling, to)},
        reply_to=address(enquiry.name, enquiry.email) if enquiry.email else "",
    )


def subject(enquiry: Enquiry) -> str:
    """Return whom it is from, what they want, and its reference."""
    who = enquiry.company or enquiry.name
    return f"{who}: {_what(enquiry)} ({enquiry.reference})"


def context(enquiry: Enquiry, handling: Handling | None, to: list[str]) -> dict[str, Any]:
    """Return what a mail to sales shows of an enquiry. `to` decides whom its links act for."""
    user, now = _alone(to), timezone.now()
    due = handling.due_at if handling else None
    taken = since_when(handling, now) if handling else ""
    return {
        "enquiry": enquiry,
        "told": told(enquiry, enquiry.person),
        "brief": brief(enquiry),
        "owner": handling.owner if handling else None,
        "asks": handling is not None,
        "due": by_when(due, now) if due else "",
        "taken": taken,
        "take_url": act_url(enquiry, TAKE, user) if handling and not taken else "",
        "called_url": act_url(enquiry, CALLED, user) if handling else "",
    }


def enquiry_of(delivery: Delivery) -> Enquiry:
    """Return the enquiry that a mail is about. Raises `NotWanted` where it was erased."""
    if delivery.enquiry is None or delivery.enquiry.erased_at is not None:
        raise NotWanted("what it was about has been erased")
    return delivery.enquiry


def handling_of(enquiry: Enquiry) -> Handling | None:
    """Return what sales has made of an enquiry; None for one that asks nothing of sales."""
    return Handling.objects.select_related("owner").filter(enquiry=enquiry).first()


def _alone(to: list[str]) -> User | None:
    """Return the one person whom a mail goes to; None where others read it too."""
    if len(to) != 1:
        return None
    found = list(User.objects.filter(email__iexact=to[0], is_active=True)[:2])
    return found[0] if len(found) == 1 else None


def _what(enquiry: Enquiry) -> str:
    if enquiry.about:
        return enquiry.about
    if enquiry.result:
        points = f", {enquiry.score} of {enquiry.max_score}" if enquiry.max_score else ""
        return f"{enquiry.result}{points}"
    if enquiry.callback == CallbackWish.CHOSEN:
        return f"ring on {enquiry.callback_words}"
    if enquiry.callback:
        return "wants a call"
    return "called us" if enquiry.kind == Kind.PHONE else "wrote to us"
