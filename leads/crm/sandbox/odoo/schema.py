"""Odoo's models, and those fields of theirs that Leadline may meet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

BOT, SALES = 2, 7  # the users that there are


@dataclass(frozen=True, kw_only=True)
class Model:
    """One model; `kind` is that of its records here, `fields` maps each field to its type."""

    name: str
    kind: str
    fields: Mapping[str, str]
    required: tuple[str, ...] = ()
    defaults: Mapping[str, str] = field(default_factory=dict)
    email: str = ""  # the field that `email_normalized` follows


PARTNER = Model(
    name="res.partner",
    kind="contacts",
    fields={
        "name": "char", "email": "char", "email_normalized": "char", "phone": "char",
        "company_name": "char", "is_company": "boolean", "active": "boolean",
    },
    required=("name",),
    defaults={"active": "1"},
    email="email",
)  # fmt: skip
LEAD = Model(
    name="crm.lead",
    kind="notes",
    fields={
        "name": "char", "type": "char", "partner_id": "res.partner", "contact_name": "char",
        "partner_name": "char", "email_from": "char", "email_normalized": "char",
        "phone": "char", "description": "html", "user_id": "res.users", "active": "boolean",
    },
    required=("name", "type"),
    defaults={"active": "1", "type": "opportunity", "user_id": str(BOT)},
    email="email_from",
)  # fmt: skip
ACTIVITY = Model(
    name="mail.activity",
    kind="tasks",
    fields={
        "res_model": "char", "res_model_id": "ir.model", "res_id": "integer",
        "activity_type_id": "mail.activity.type", "summary": "char", "note": "html",
        "date_deadline": "date", "user_id": "res.users",
    },
    required=("res_model_id", "date_deadline", "user_id"),
    defaults={"user_id": str(BOT)},
)  # fmt: skip
MESSAGE = Model(
    name="mail.message",
    kind="_message",
    fields={"model": "char", "res_id": "integer", "body": "html"},
)
USER = Model(name="res.users", kind="_user", fields={"name": "char", "active": "boolean"})
MODELS = {one.name: one for one in (PARTNER, LEAD, ACTIVITY, MESSAGE, USER)}
# External ids that Odoo brings: of what model, and which number.
BROUGHT = {
    "crm.model_crm_lead": ("ir.model", "301"),
    "mail.mail_activity_data_email": ("mail.activity.type", "1"),
    "mail.mail_activity_data_call": ("mail.activity.type", "2"),
}
LABELS = {"name": "Opportunity", "date_deadline": "Due Date"}
