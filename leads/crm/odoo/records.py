"""The rows that we load into Odoo, by column. Pure: nothing is sent. Blank columns are left out."""

from __future__ import annotations

import hashlib

from leads.crm.base import Enquiry
from leads.crm.brief import note_html, task_html, task_subject
from leads.crm.values import as_text

DESCRIPTION_LIMIT = 65_536  # ours: Odoo has none


def person_id(email: str) -> str:
    """Return the person's external id. Who reads it learns no address from it."""
    return f"person_{hashlib.sha256(email.encode()).hexdigest()[:32]}"


def enquiry_id(submission_id: str) -> str:
    return f"enquiry_{submission_id.replace('-', '').replace('.', '')}"


def task_id(submission_id: str) -> str:
    return f"task_{submission_id.replace('-', '').replace('.', '')}"


def person(enquiry: Enquiry) -> dict[str, str]:
    """Return the row of `res.partner`."""
    return _filled(
        {
            "name": enquiry.name or enquiry.email,
            "email": enquiry.email,
            "phone": enquiry.phone,
            "company_name": enquiry.company,
        }
    )


def enquiry(enquiry: Enquiry, partner: str, phone: str, owner: str) -> dict[str, str]:
    """Return the row of `crm.lead`. Without a type, Odoo may make an opportunity of it."""
    who = enquiry.company or enquiry.name or enquiry.email
    mapped = {name: as_text(value) for name, value in enquiry.fields.items()}
    return mapped | _filled(
        {
            "name": f"Website enquiry {enquiry.reference}: {who}",
            "type": "lead",
            "partner_id/.id": partner,
            "contact_name": enquiry.name,
            "partner_name": enquiry.company,
            "email_from": enquiry.email,
            "phone": phone,
            "description": note_html(enquiry, DESCRIPTION_LIMIT),
            "user_id/.id": owner,
        }
    )


def task(enquiry: Enquiry, lead: str, owner: str) -> dict[str, str]:
    """Return the row of `mail.activity`."""
    kind = "call" if enquiry.wants_call else "email"
    return _filled(
        {
            "res_model_id/id": "crm.model_crm_lead",
            "res_id": lead,
            "activity_type_id/id": f"mail.mail_activity_data_{kind}",
            "summary": task_subject(enquiry),
            "note": task_html(enquiry),
            "date_deadline": enquiry.callback_due.date().isoformat(),
            "user_id/.id": owner,
        }
    )


def _filled(row: dict[str, str]) -> dict[str, str]:
    return {column: value.strip() for column, value in row.items() if value.strip()}
