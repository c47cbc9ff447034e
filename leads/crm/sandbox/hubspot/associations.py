"""Associations: the ties between a contact and its notes and tasks."""

from __future__ import annotations

from typing import Any

from leads.crm.sandbox.hubspot import errors
from leads.crm.sandbox.hubspot.lookup import named, onward, whole
from leads.crm.sandbox.hubspot.schema import OBJECTS, ObjectType
from leads.crm.sandbox.session import Record, Session
from leads.crm.sandbox.wire import Call, Reply, json_reply

PAGE = 500  # associations a page at most


def associated(kind: ObjectType, number: str, other: str, call: Call, session: Session) -> Reply:
    """GET /crm/v4/objects/{kind}/{number}/associations/{other}: true at once, unlike search."""
    if other not in kind.links:
        message = f"No association type is defined between {kind.name} and {other}"
        raise errors.Refusal(400, errors.VALIDATION, message)
    record = named(kind, number, "", session)
    limit = whole(call.first("limit", str(PAGE)), PAGE, least=1)
    after = whole(call.first("after", "0"), 10**15)
    found = session.linked(record, other, after=after, limit=limit + 1)
    label = {"category": "HUBSPOT_DEFINED", "typeId": kind.links[other], "label": None}
    results = [{"toObjectId": str(r.id), "associationTypes": [label]} for r in found[:limit]]
    return json_reply(200, {"results": results} | onward(found, limit))


def targets(kind: ObjectType, given: Any, session: Session) -> list[Record]:
    """Return the records that a create call ties itself to. Raises `Refusal`."""
    if not isinstance(given, list):
        raise errors.invalid_json("associations must be a list")
    return [_target(kind, one, session) for one in given]


def _target(kind: ObjectType, given: Any, session: Session) -> Record:
    try:
        number = str(given["to"]["id"])
        types = [
            f"{one['associationCategory']} {one['associationTypeId']}" for one in given["types"]
        ]
    except (KeyError, TypeError):
        raise errors.invalid_json("an association needs [to.id, types]") from None
    known = {f"HUBSPOT_DEFINED {type_id}": name for name, type_id in kind.links.items()}
    if not types or any(one not in known for one in types):
        raise _bad_association("INVALID_ASSOCIATION_TYPE", f"{types} from {kind.singular}")
    other = known[types[0]]
    record = session.get(other, number)
    if record is None:
        raise _bad_association("INVALID_OBJECT_IDS", f"{OBJECTS[other].singular}={number}")
    return record


def _bad_association(code: str, what: str) -> errors.Refusal:
    problem = {"message": f"{what} is not valid", "code": code, "context": {code: [what]}}
    message = "One or more associations are not valid"
    sub_category = f"crm.associations.{code}"
    return errors.Refusal(
        400, errors.VALIDATION, message, errors=[problem], subCategory=sub_category
    )


def listed_with(
    kind: ObjectType, record: Record, others: tuple[str, ...], session: Session
) -> dict[str, Any]:
    """Return what `?associations=` adds to a record that is read."""

    def type_of(other: str) -> str:
        return f"{kind.singular}_to_{OBJECTS[other].singular}".lower()

    return {
        other: {
            "results": [
                {"id": str(one.id), "type": type_of(other)} for one in session.linked(record, other)
            ]
        }
        for other in others
        if other in kind.links
    }
