"""HubSpot's deletion for good, and the list of addresses that it keeps out ever after."""

from __future__ import annotations

from typing import Any

from leads.crm.sandbox.hubspot import errors
from leads.crm.sandbox.hubspot.lookup import named
from leads.crm.sandbox.hubspot.schema import ObjectType
from leads.crm.sandbox.session import Session
from leads.crm.sandbox.wire import Reply

BLOCKED = "_blocked"  # the kind of record that stands for an address kept out


def gdpr_delete(kind: ObjectType, body: dict[str, Any], session: Session) -> Reply:
    """POST /crm/v3/objects/contacts/gdpr-delete: the contact and all that is tied to it.

    As documented, an address that nobody has is blocked: no contact can be made with it again.
    """
    number, key = str(body.get("objectId") or ""), str(body.get("idProperty") or "")
    if not number:
        raise errors.invalid_json("some required fields were not set: [objectId]")
    try:
        record = named(kind, number, key, session)
    except errors.Refusal as refusal:
        if refusal.status != 404 or not key:
            raise
        _block(number.strip().lower(), session)
        return Reply(status=204)
    for other in kind.links:
        for tied in session.linked(record, other):
            session.delete(tied)
    session.delete(record)
    return Reply(status=204)


def refuse_blocked(email: str | None, session: Session) -> None:
    """Raise `Refusal` for an address that is kept out. How HubSpot words it is not documented."""
    if email and session.by_key(BLOCKED, email):
        message = "This email address was deleted for good and cannot be used"
        raise errors.Refusal(400, errors.VALIDATION, message)


def _block(email: str, session: Session) -> None:
    if not session.by_key(BLOCKED, email):
        session.create(BLOCKED, {}, email)
