"""What we post to BottleCRM. Pure: nothing is sent. Blank values are left out."""

from __future__ import annotations

from typing import Any

from leads.crm.base import Enquiry
from leads.crm.brief import SHORTENED, marker, note_html, task_html, task_subject
from leads.crm.plain import as_text
from leads.crm.values import as_json

# BottleCRM cuts an enquiry's text at 10,000 characters, and adds some of its own.
TEXT_LIMIT = 9_000
TITLE_LIMIT = 200
TEXT = "Enquiry"  # no name of a column: such a value becomes the enquiry's text


def enquiry(enquiry: Enquiry) -> dict[str, Any]:
    """Return the post to the lead webhook: columns by their names there, all else as text.

    The number is not among the columns: BottleCRM would take colleagues who gave their firm's for
    one person. See `BottleCrm.run`.
    """
    first, _, last = " ".join(enquiry.name.split()).partition(" ")
    values = {
        "external_id": enquiry.submission_id,
        "occurred_at": enquiry.submitted_at.isoformat(),
        "email": enquiry.email,
        "first_name": first,
        "last_name": last,
        "company_name": enquiry.company.strip(),
        TEXT: _text(enquiry),
    }
    ours = {name: value for name, value in values.items() if value}
    mapped = {name: as_json(value) for name, value in enquiry.fields.items() if name not in values}
    return ours | mapped  # in this order: the end of the text is what may be cut off


def phone(enquiry: Enquiry) -> str:
    """Return the number without its extension."""
    return enquiry.phone.strip().partition(" ")[0]


def task(enquiry: Enquiry, lead: str, owner: str) -> dict[str, Any]:
    """Return what to do and until when, as `owner`'s task unless that is empty.

    The reference in the title is what the task is looked for by.
    """
    reference = f" [{enquiry.reference}]"
    values = {
        "title": task_subject(enquiry)[: TITLE_LIMIT - len(reference)] + reference,
        "status": "New",
        "priority": "High",
        "due_date": enquiry.callback_due.date().isoformat(),
        "description": as_text(task_html(enquiry)),
        "lead": lead,
    }
    return values | ({"assigned_to": [owner]} if owner else {})


def _text(enquiry: Enquiry) -> str:
    """Return the whole enquiry, its marker first: the end is what may be cut off."""
    text = f"{marker(enquiry.submission_id)}\n\n{as_text(note_html(enquiry, TEXT_LIMIT))}"
    return text if len(text) <= TEXT_LIMIT else text[: TEXT_LIMIT - len(SHORTENED)] + SHORTENED
