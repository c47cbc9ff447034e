"""What we write into EspoCRM's leads, posts and tasks. Pure: nothing is sent."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from leads.crm.base import Enquiry
from leads.crm.brief import note_html, task_html, task_subject
from leads.crm.plain import as_markdown, as_text
from leads.crm.values import as_json

POST_LIMIT = 65_536  # of the HTML that the post's Markdown is made of
NAME_LIMIT = 149  # characters of a task's name
ERASED = "Erased"
# Nothing of these is left when a record is deleted, which EspoCRM only marks as such.
BLANK: dict[str, dict[str, Any]] = {
    "Lead": {
        "firstName": None,
        "lastName": ERASED,
        "emailAddress": None,
        "phoneNumber": None,
        "accountName": None,
        "description": None,
    },
    "Note": {"post": ERASED},
    "Task": {"name": ERASED, "description": None},
}


def lead(enquiry: Enquiry) -> dict[str, Any]:
    """Return the values of a new lead. EspoCRM wants a last name and numbers without extension."""
    more = {} if enquiry.minimal else {"source": "Web Site", "status": "New"}
    return {"lastName": "(not given)", **more, **known(enquiry)}


def known(enquiry: Enquiry) -> dict[str, Any]:
    """Return what is known of the person. What is not is left out, and so never overwritten."""
    first, _, last = " ".join(enquiry.name.split()).partition(" ")
    values = {
        "firstName": first if last else "",
        "lastName": last or first,
        "emailAddress": enquiry.email,
        "phoneNumber": enquiry.phone.strip().partition(" ")[0],
        "accountName": enquiry.company.strip(),
    }
    mapped = {name: as_json(value) for name, value in enquiry.fields.items()}
    return mapped | {name: value for name, value in values.items() if value}


def post(enquiry: Enquiry, lead: str) -> dict[str, Any]:
    """Return the whole enquiry as a post in the lead's stream."""
    text = as_markdown(note_html(enquiry, POST_LIMIT))
    return {"type": "Post", "post": text, "parentType": "Lead", "parentId": lead}


def task(enquiry: Enquiry, lead: str, owner: str) -> dict[str, Any]:
    """Return what to do and until when, as `owner`'s task unless that is empty."""
    values = {
        "name": task_subject(enquiry)[:NAME_LIMIT],
        "status": "Not Started",
        "priority": "High",
        "dateEnd": enquiry.callback_due.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S"),
        "description": as_text(task_html(enquiry)),
        "parentType": "Lead",
        "parentId": lead,
    }
    return values | ({"assignedUserId": owner} if owner else {})
