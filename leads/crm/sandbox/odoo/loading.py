"""`load`: Odoo's import, which makes records by external id."""

from __future__ import annotations

from typing import Any

from leads.crm.sandbox.odoo import errors
from leads.crm.sandbox.odoo.schema import (
    ACTIVITY,
    BOT,
    BROUGHT,
    LABELS,
    LEAD,
    MODELS,
    PARTNER,
    SALES,
    Model,
)
from leads.crm.sandbox.session import Record, Session

USERS = frozenset({str(BOT), str(SALES)})
XML_ID = "_xmlid"  # the kind of record that stands for one external id


class NotLoaded(Exception):
    """A row that cannot be imported, as one of `load`'s messages."""

    def __init__(self, message: str, field: str) -> None:
        super().__init__(field)
        self.told = {"type": "error", "record": 0, "rows": {"from": 0, "to": 0}}
        self.told |= {"message": message, "field": field}


def load(
    model: Model, fields: list[str], data: list[list[Any]], context: dict[str, Any], s: Session
) -> dict[str, Any]:
    """Import rows: all of them, or with `ids` false none."""
    try:
        rows = [_read(model, dict(zip(fields, row, strict=True)), s) for row in data]
    except NotLoaded as problem:
        return {"ids": False, "messages": [problem.told], "nextrow": 0}
    ids = [_store(model, row, context, s) for row in rows]
    return {"ids": ids, "messages": [], "nextrow": 0}


def lost_race() -> dict[str, Any]:
    """What `load` answers to the slower of two that make the same record."""
    message = "Unknown database error: could not serialize access due to concurrent update"
    return {"ids": False, "messages": [NotLoaded(message, "").told], "nextrow": 0}


def _read(model: Model, given: dict[str, Any], s: Session) -> dict[str, str]:
    row: dict[str, str] = {}
    for column, value in given.items():
        name, _, how = column.partition("/")
        if name not in model.fields and name != "id":
            raise errors.no_such(f"field {name!r} in {model.name!r}")
        row[name] = _linked(model, name, how, str(value), s) if how else str(value)
    if model is ACTIVITY:
        row["res_model"] = LEAD.name
        if s.get(LEAD.kind, row.get("res_id", "")) is None:
            raise NotLoaded("Record does not exist or has been deleted.", "")
    for name in model.required:
        if not {**model.defaults, **row}.get(name):
            label = LABELS.get(name, name)
            raise NotLoaded(f"Missing required value for the field '{label}' ({name})", name)
    return row


def _linked(model: Model, name: str, how: str, value: str, s: Session) -> str:
    wanted = model.fields[name]
    if how == "id" and BROUGHT.get(value, ("",))[0] == wanted:
        return BROUGHT[value][1]
    if how == ".id" and wanted == "res.users" and value in USERS:
        return value
    if how == ".id" and wanted in MODELS and s.get(MODELS[wanted].kind, value) is not None:
        return value
    kind = "external id" if how == "id" else "database id"
    raise NotLoaded(f"No matching record found for {kind} '{value}' in field '{name}'", name)


def _store(model: Model, row: dict[str, str], context: dict[str, Any], s: Session) -> int:
    key = row.pop("id", "")
    known = s.by_key(XML_ID, key) if key else None
    record = s.get(model.kind, known.properties["number"]) if known else None
    if record is None:
        record = s.create(model.kind, finished(model, {**model.defaults, **row}, s))
        if known is not None:
            s.delete(known)
        if key:
            s.create(XML_ID, {"number": str(record.id)}, key)
        _tie(model, record, s)
    elif not (context.get("noupdate") and context.get("mode") == "update"):
        s.update(record, finished(model, row, s))
    return record.id


def finished(model: Model, row: dict[str, str], s: Session) -> dict[str, str]:
    """Return the row with what Odoo works out, and let a lead's number reach its contact."""
    if model.email and model.email in row:
        row = row | {"email_normalized": row[model.email].strip().lower()}
    partner = s.get(PARTNER.kind, row.get("partner_id", "")) if model is LEAD else None
    if partner is not None and row.get("phone"):
        s.update(partner, {"phone": row["phone"]})
    elif partner is not None and partner.properties.get("phone"):
        row = row | {"phone": partner.properties["phone"]}
    return row


def _tie(model: Model, record: Record, s: Session) -> None:
    """Link a lead to its contact, and an activity to the contact of its lead."""
    held = record.properties
    lead = s.get(LEAD.kind, held.get("res_id", "")) if model is ACTIVITY else record
    partner = s.get(PARTNER.kind, lead.properties.get("partner_id", "")) if lead else None
    if partner is not None and model is not PARTNER:
        s.link(record, partner)
