"""Single records: made, read, changed, and shown as HubSpot shows them."""

from __future__ import annotations

from typing import Any

from leads.crm.sandbox.hubspot import errors
from leads.crm.sandbox.hubspot.associations import listed_with, targets
from leads.crm.sandbox.hubspot.erasing import refuse_blocked
from leads.crm.sandbox.hubspot.lookup import listed, named, onward, whole
from leads.crm.sandbox.hubspot.schema import CONTACTS, LIFECYCLE, ObjectType
from leads.crm.sandbox.hubspot.values import clean, iso
from leads.crm.sandbox.session import Record, Session
from leads.crm.sandbox.wire import Call, Reply, json_reply

PAGE = 100  # records a page at most


def create(kind: ObjectType, body: dict[str, Any], session: Session) -> Reply:
    """POST /crm/v3/objects/{kind}."""
    values, problems = clean(kind, body.get("properties", {}))
    if problems:
        raise errors.invalid_values(problems)
    if missing := [name for name in kind.required if not values.get(name)]:
        raise errors.missing_properties(kind.singular, missing)
    others = targets(kind, body.get("associations") or [], session)
    record = session.create(kind.name, values, new_key(kind, values, session))
    for other in others:
        session.link(record, other)
    return json_reply(201, shown(kind, record, tuple(values)))


def read(kind: ObjectType, number: str, call: Call, session: Session) -> Reply:
    """GET /crm/v3/objects/{kind}/{number}."""
    record = named(kind, number, call.first("idProperty"), session)
    wanted = listed(call, "properties")
    result = shown(kind, record, wanted or kind.shown, asked=bool(wanted))
    if others := listed(call, "associations"):
        result["associations"] = listed_with(kind, record, others, session)
    return json_reply(200, result)


def page(kind: ObjectType, call: Call, session: Session) -> Reply:
    """GET /crm/v3/objects/{kind}: by rising id, as they are now."""
    limit = whole(call.first("limit", "10"), PAGE, least=1)
    after = whole(call.first("after", "0"), 10**15)
    wanted = listed(call, "properties")
    found = session.page(kind.name, after=after, limit=limit + 1)
    results = [
        shown(kind, record, wanted or kind.shown, asked=bool(wanted)) for record in found[:limit]
    ]
    return json_reply(200, {"results": results} | onward(found, limit))


def change(kind: ObjectType, number: str, call: Call, body: dict[str, Any], s: Session) -> Reply:
    """PATCH /crm/v3/objects/{kind}/{number}."""
    record = named(kind, number, call.first("idProperty"), s)
    values, problems = clean(kind, body.get("properties"))
    if problems:
        raise errors.invalid_values(problems)
    return json_reply(200, shown(kind, changed(kind, record, values, s), tuple(values)))


def shown(
    kind: ObjectType, record: Record, wanted: tuple[str, ...], *, asked: bool = False
) -> dict[str, Any]:
    """One record (schema SimplePublicObject) with the wanted properties and those shown always.

    `asked` says that the caller named them, which leaves out the other defaults.
    """
    moments = {name: iso(record.created) for name in ("createdate", "hs_createdate")}
    moments |= {name: iso(record.updated) for name in ("lastmodifieddate", "hs_lastmodifieddate")}
    held = {**record.properties, **moments, "hs_object_id": str(record.id)}
    always = [name for name in kind.shown if not asked or name in moments or name == "hs_object_id"]
    kept = [name for name in dict.fromkeys([*always, *wanted]) if name in kind.properties]
    return {
        "id": str(record.id),
        "properties": {name: held.get(name) or None for name in kept},
        "createdAt": iso(record.created),
        "updatedAt": iso(record.updated),
        "archived": False,
    }


def new_key(kind: ObjectType, values: dict[str, str], session: Session) -> str | None:
    """Return the unique key of a record about to be made. Raises `Refusal`."""
    if kind.name != CONTACTS.name:
        return None
    if not any(values.get(name) for name in ("email", "firstname", "lastname")):
        raise errors.missing_properties(kind.singular, ["email", "firstname", "lastname"])
    return _free_key(values.get("email") or None, None, session)


def _free_key(email: str | None, owner: int | None, session: Session) -> str | None:
    refuse_blocked(email, session)
    holder = session.by_key(CONTACTS.name, email) if email else None
    if holder and holder.id != owner:
        raise errors.taken(holder.id)
    return email


def changed(kind: ObjectType, record: Record, values: dict[str, str], s: Session) -> Record:
    """Lay cleaned `values` over a record. Raises `Refusal` when its new e-mail is taken."""
    email = values.get("email", record.key)
    stage, held = values.get("lifecyclestage"), record.properties.get("lifecyclestage")
    # HubSpot moves the stage forward only and says nothing when it does not.
    if stage and held and LIFECYCLE.index(stage) < LIFECYCLE.index(held):
        values = values | {"lifecyclestage": held}
    key = _free_key(email or None, record.id, s) if kind.name == CONTACTS.name else None
    return s.update(record, values, key)
