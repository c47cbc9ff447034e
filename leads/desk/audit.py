"""Who saw whose data: in Wagtail's own log, which its site history shows. No name stands in it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from wagtail.log_actions import LogActionRegistry, log

from leads.models import Enquiry

SEEN, LISTED, EXPORTED = "leads.enquiry.seen", "leads.enquiries.listed", "leads.enquiries.exported"


def seen(request: HttpRequest, enquiry: Enquiry) -> None:
    """Note that a user opened an enquiry."""
    log(instance=enquiry, action=SEEN, user=request.user)


def listed(request: HttpRequest, count: int, asked: dict[str, Any]) -> None:
    """Note that a user was shown a list of enquiries: how many, and what was asked for."""
    log(instance=request.user, action=LISTED, user=request.user, data={"count": count, **asked})


def exported(request: HttpRequest, count: int, kind: str, asked: dict[str, Any]) -> None:
    """Note that a user took a file of enquiries away: how many, and what was asked for."""
    data = {"count": count, "format": kind, **asked}
    log(instance=request.user, action=EXPORTED, user=request.user, data=data)


def register(actions: LogActionRegistry) -> None:
    """Tell Wagtail what these actions are called."""
    actions.register_action(SEEN, "See an enquiry", "Enquiry seen")
    actions.register_action(LISTED, "List enquiries", "Enquiries listed")
    actions.register_action(EXPORTED, "Export enquiries", "Enquiries exported")
