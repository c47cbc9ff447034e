"""Property definitions: those HubSpot brings, and those an account has made for itself."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, replace
from typing import Any

from leads.crm.sandbox.hubspot import errors
from leads.crm.sandbox.hubspot.schema import ObjectType, Property, definition
from leads.crm.sandbox.hubspot.values import iso
from leads.crm.sandbox.session import Session
from leads.crm.sandbox.wire import Reply, json_reply

MADE = "_property"  # the kind of record that holds one definition
NAME = re.compile(r"[a-z][a-z0-9_]{0,99}")
TYPES = {
    "string": {"text", "textarea", "html", "phonenumber"},
    "number": {"number"},
    "datetime": {"date"},
    "date": {"date"},
    "bool": {"booleancheckbox"},
    "enumeration": {"select", "radio", "checkbox", "booleancheckbox"},
}


def as_here(kind: ObjectType, session: Session) -> ObjectType:
    """Return the object type with the properties that this account has added."""
    made = {}
    for record in session.page(MADE, after=0, limit=1000):
        held = json.loads(record.properties["definition"])
        if record.properties["kind"] == kind.name:
            made[held["name"]] = Property(**held)
    return replace(kind, properties={**kind.properties, **made}) if made else kind


def listed(kind: ObjectType, rest: list[str]) -> Reply:
    """GET /crm/v3/properties/{kind} and /{name}."""
    if not rest:
        every = [definition(kind, known) for known in kind.properties.values()]
        return json_reply(200, {"results": every})
    known = kind.properties.get(rest[0])
    if known is None:
        message = f'Property "{rest[0]}" does not exist'
        raise errors.Refusal(404, errors.NOT_FOUND, message)
    return json_reply(200, definition(kind, known))


def make(kind: ObjectType, body: dict[str, Any], session: Session) -> Reply:
    """POST /crm/v3/properties/{kind}/batch/create."""
    inputs = body.get("inputs")
    if not isinstance(inputs, list) or not inputs:
        raise errors.invalid_json("some required fields were not set: [inputs]")
    wanted = [_property(kind, one) for one in inputs]
    for one in wanted:
        held = json.dumps(asdict(one), ensure_ascii=False)
        session.create(MADE, {"kind": kind.name, "definition": held}, f"{kind.name}.{one.name}")
    moment = iso(session.now)
    answer = {"status": "COMPLETE", "startedAt": moment, "completedAt": moment}
    return json_reply(201, answer | {"results": [definition(kind, one) for one in wanted]})


def _property(kind: ObjectType, given: Any) -> Property:
    required = ("name", "label", "type", "fieldType", "groupName")
    if not isinstance(given, dict) or not all(isinstance(given.get(one), str) for one in required):
        raise errors.invalid_json(f"some required fields were not set: {list(required)}")
    name = given["name"]
    if name in kind.properties:
        message = f'A property named "{name}" already exists'
        raise errors.Refusal(409, "OBJECT_ALREADY_EXISTS", message)
    if not NAME.fullmatch(name) or given["fieldType"] not in TYPES.get(given["type"], ()):
        message = "The property's name, type or field type is not valid"
        raise errors.Refusal(400, errors.VALIDATION, message)
    return Property(
        name=name,
        label=given["label"],
        type=given["type"],
        field_type=given["fieldType"],
        group=given["groupName"],
        description=str(given.get("description") or ""),
        defined_by_hubspot=False,
    )
