"""`search_read`: domains of the few operators that Leadline uses, over what is committed."""

from __future__ import annotations

from typing import Any

from leads.crm.sandbox.odoo import errors
from leads.crm.sandbox.odoo.schema import BOT, SALES, USER, Model
from leads.crm.sandbox.session import Record, Session

Row = dict[str, Any]


def search_read(model: Model, named: dict[str, Any], s: Session) -> list[Row]:
    """Return the rows that the domain lets pass, by rising id."""
    fields = named.get("fields") or list(model.fields)
    if unknown := set(fields) - set(model.fields) - {"id"}:
        raise errors.no_such(f"field {min(unknown)!r} on model {model.name!r}")
    domain = list(named.get("domain") or [])
    if (named.get("context") or {}).get("active_test", True) and "active" in model.fields:
        domain = [*domain, ["active", "=", True]]
    rows = [row for row in _rows(model, s) if _passes(model, row, list(domain))]
    limit = named.get("limit") or len(rows)
    return [{name: row[name] for name in {"id", *fields}} for row in rows[:limit]]


def _rows(model: Model, s: Session) -> list[Row]:
    if model is USER:
        return [{"id": number, "name": "", "active": True} for number in (BOT, SALES)]
    return [_row(model, record) for record in s.page(model.kind, after=0, limit=1_000_000)]


def _row(model: Model, record: Record) -> Row:
    held = record.properties
    row: Row = {name: _typed(kind, held.get(name, "")) for name, kind in model.fields.items()}
    return row | {"id": record.id}


def _typed(kind: str, text: str) -> Any:
    if kind == "boolean":
        return text in {"1", "True", "true"}
    if kind == "integer":
        return int(text or 0)
    if kind in {"char", "html", "date"}:
        return text or False
    return [int(text), "a name"] if text else False  # a record of another model


def _passes(model: Model, row: Row, domain: list[Any]) -> bool:
    """Whether the row passes: terms in Polish notation, and all of them where nothing joins."""
    outcome = True
    while domain:
        outcome &= _next(model, row, domain)
    return outcome


def _next(model: Model, row: Row, domain: list[Any]) -> bool:
    term = domain.pop(0)
    if term in ("|", "&"):
        left, right = _next(model, row, domain), _next(model, row, domain)
        return left or right if term == "|" else left and right
    name, operator, wanted = term
    if name not in model.fields and name != "id":
        raise errors.no_such(f"field {model.name}.{name} in leaf")
    held = row[name][0] if isinstance(row[name], list) else row[name]
    match operator:
        case "=":
            return bool(held == wanted)
        case "in":
            return held in wanted
        case "ilike":
            return str(wanted).lower() in str(held or "").lower()
    raise errors.no_such(f"operator {operator!r} in domain term")
