"""The properties that we write to a contact, a note and a task. Pure: nothing is sent."""

from __future__ import annotations

from datetime import UTC, datetime

from leads.crm.base import Enquiry
from leads.crm.brief import note_html, task_html, task_subject
from leads.crm.values import as_text

BODY_LIMIT = 65_536  # characters of hs_note_body, by HubSpot's documentation
BODIES = {"note": "hs_note_body", "task": "hs_task_body"}
OWN_FIELDS = {
    "leadline_reference": ("Website enquiry", "string", "text"),
    "leadline_enquired_at": ("Website enquiry received", "datetime", "date"),
    "leadline_result": ("Website quiz result", "string", "text"),
    "leadline_score": ("Website quiz score", "number", "number"),
    "leadline_article": ("Website article", "string", "text"),
}  # of the contact, by name: label, type and field type


def definition(name: str) -> dict[str, str]:
    """Return one of our own properties as HubSpot wants it described."""
    label, kind, field_type = OWN_FIELDS[name]
    return {
        "name": name,
        "label": label,
        "type": kind,
        "fieldType": field_type,
        "groupName": "contactinformation",
        "description": "Filled by the website with each enquiry.",
    }


def contact(enquiry: Enquiry, *, own_fields: bool = False) -> dict[str, str]:
    """Return the properties we own. What is not known is left out, and so never overwritten."""
    first, _, last = " ".join(enquiry.name.split()).partition(" ")
    properties = {
        "email": enquiry.email,
        "firstname": first,
        "lastname": last,
        "company": enquiry.company.strip(),
        "phone": enquiry.phone.strip(),
    } | (_own_fields(enquiry) if own_fields else {})
    mapped = {name: as_text(value) for name, value in enquiry.fields.items()}
    return mapped | {key: value for key, value in properties.items() if value}


def _own_fields(enquiry: Enquiry) -> dict[str, str]:
    return {
        "leadline_reference": enquiry.reference,
        "leadline_enquired_at": _timestamp(enquiry.submitted_at),
        "leadline_result": enquiry.result,
        "leadline_score": "" if enquiry.score is None else str(enquiry.score),
        "leadline_article": enquiry.article,
    }


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
