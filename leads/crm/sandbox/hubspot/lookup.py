"""Reading what a call names: records, properties, pages."""

from __future__ import annotations

from typing import Any

from leads.crm.sandbox.hubspot import errors
from leads.crm.sandbox.hubspot.schema import ObjectType
from leads.crm.sandbox.session import Record, Session
from leads.crm.sandbox.wire import Call


def named(kind: ObjectType, number: str, key: str, session: Session) -> Record:
    """Return the record of this id, or of this value of the unique property `key`.

    Raises `Refusal`.
    """
    if not key:
        record = session.get(kind.name, number)
    elif key in kind.properties and kind.properties[key].unique:
        record = session.by_key(kind.name, number.strip().lower())
    else:
        message = f"{key} is not a unique property of {kind.name}"
        raise errors.Refusal(400, errors.VALIDATION, message)
    if record is None:
        raise errors.not_found(number)
    return record


def whole(text: str, most: int, least: int = 0) -> int:
    """Read a paging parameter; raises `Refusal`."""
    if text.isascii() and text.isdigit() and len(text) < 17 and least <= int(text) <= most:
        return int(text)
    message = f"A paging parameter is not a whole number from {least} to {most}"
    raise errors.Refusal(400, errors.VALIDATION, message)


def names(body: dict[str, Any], field: str) -> tuple[str, ...]:
    """Read a list of names from a body; raises `Refusal`."""
    given = body.get(field) or []
    if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
        raise errors.invalid_json(f"{field} must be a list of strings")
    return tuple(given)


def listed(call: Call, name: str) -> tuple[str, ...]:
    """Read a query parameter that is repeated or separated by commas."""
    return tuple(one for text in call.query.get(name, []) for one in text.split(",") if one)


def onward(found: list[Record], limit: int) -> dict[str, Any]:
    """Return the `paging` of a page cut at `limit` from one record more than it shows."""
    if len(found) <= limit:
        return {}
    cursor = str(found[limit - 1].id)
    return {"paging": {"next": {"after": cursor, "link": f"?after={cursor}&limit={limit}"}}}
