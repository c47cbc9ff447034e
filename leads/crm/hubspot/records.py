"""The properties that we write to a contact, a note and a task. Pure: nothing is sent."""

from __future__ import annotations

from datetime import UTC, datetime

from leads.crm.base import Enquiry
from leads.crm.brief import note_html, task_html, task_subject

BODY_LIMIT = 65_536  # characters of hs_note_body, by HubSpot's documentation
BODIES = {"note": "hs_note_body", "task": "hs_task_body"}


def contact(enquiry: Enquiry) -> dict[str, str]:
    """Return the properties we own. What is not known is left out, and so never overwritten."""
    first, _, last = " ".join(enquiry.name.split()).partition(" ")
    properties = {
        "email": enquiry.email,
        "firstname": first,
        "lastname": last,
        "company": enquiry.company.strip(),
        "phone": enquiry.phone.strip(),
    }
    return {key: value for key, value in properties.items() if value}


def note(enquiry: Enquiry) -> dict[str, str]:
    """Return the whole enquiry, dated when it came."""
    return {
        "hs_timestamp": _timestamp(enquiry.submitted_at),
        "hs_note_body": note_html(enquiry, BODY_LIMIT),
    }


def task(enquiry: Enquiry, owner: str) -> dict[str, str]:
    """Return what to do and until when, as `owner`'s task unless that is empty."""
    properties = {
        "hs_timestamp": _timestamp(enquiry.callback_due),
        "hs_task_subject": task_subject(enquiry),
        "hs_task_body": task_html(enquiry),
        "hs_task_type": "CALL" if enquiry.wants_call else "EMAIL",
        "hs_task_status": "NOT_STARTED",
        "hs_task_priority": "HIGH",
    }
    return properties | ({"hubspot_owner_id": owner} if owner else {})


def _timestamp(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
