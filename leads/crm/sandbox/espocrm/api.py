"""EspoCRM's API as one function from a call to a reply."""

from __future__ import annotations

import base64
import binascii
import hmac
from typing import Any

from leads.crm.sandbox.espocrm.errors import Refusal, failure
from leads.crm.sandbox.espocrm.records import (
    CUSTOM,
    KINDS,
    LEAD,
    NOTE,
    SALES,
    Kind,
    full_name,
    lookalikes,
    named,
    shown,
    taken,
)
from leads.crm.sandbox.session import Record, Session
from leads.crm.sandbox.wire import Activity, Call, Person, Reply, json_reply, patiently

DELETED = "_deleted"  # the kind of record that EspoCRM has only marked as deleted
RIGHTS = {"create": "yes", "read": "all", "edit": "all", "delete": "all", "stream": "all"}
USER = {"user": {"type": "api"}, "acl": {"table": {"Lead": RIGHTS, "Task": RIGHTS}}}
FIELDS = {
    "Lead": {"lastName": {"required": True}, "status": {}, CUSTOM: {"isCustom": True}},
    "Task": {"name": {"required": True}, "assignedUser": {"required": True}},
}


class EspoCrm:
    """The dialect."""

    name = "EspoCRM"

    def __init__(self, *, token: str) -> None:
        self._token = token

    def handle(self, call: Call, session: Session) -> Reply:
        """Answer one call."""
        try:
            if not self._is_known(call):
                raise Refusal(401)
            return self._route(call, session)
        except Refusal as refusal:
            return refusal.reply()

    def failure(self, status: int, retry_after: float | None = None) -> Reply:
        """An error of this status as EspoCRM words it."""
        return patiently(failure(status).reply(), retry_after)

    def person(self, record: Record) -> Person:
        """A lead."""
        held = record.properties
        company = held.get("accountName", "")
        email = held.get("emailAddress", "")
        return Person(name=full_name(held), email=email, company=company, held=held)

    def activity(self, record: Record) -> Activity:
        """A post or a task."""
        held = record.properties
        if record.kind == NOTE.kind:
            return Activity(text=held["post"])
        labels = (held["status"].lower(), held["priority"].lower())
        due = f"{held['dateEnd']}+00:00".replace(" ", "T", 1)
        text = held.get("description", "")
        return Activity(title=held["name"], text=text, due=due, labels=labels)

    def _is_known(self, call: Call) -> bool:
        key = call.headers.get("x-api-key", "")
        try:
            pair = base64.b64decode(call.headers.get("espo-authorization", "")).decode()
        except (binascii.Error, UnicodeDecodeError):
            pair = ""
        given = key or pair.partition(":")[2]
        return hmac.compare_digest(given.encode(), self._token.encode())

    def _route(self, call: Call, session: Session) -> Reply:
        match (call.method, *call.parts[2:]) if call.parts[:2] == ("api", "v1") else ():
            case ("GET", "App", "user"):
                return json_reply(200, USER)
            case ("GET", "Metadata"):
                return json_reply(200, FIELDS.get(call.first("key").split(".")[1], {}))
            case ("GET", "User", number):
                if number != SALES:
                    raise Refusal(404)
                return json_reply(200, {"id": SALES, "isActive": True})
            case ("GET", "Lead", number, "stream"):
                lead = named(LEAD, number, session)
                return _page(call, session.linked(lead, NOTE.kind)[::-1])
            case ("GET", kind) if kind in {"Lead", "Task"}:
                return _page(call, _matching(KINDS[kind], call, session))
            case ("POST", kind) if kind in KINDS:
                return _make(KINDS[kind], call, session)
            case (method, kind, number) if kind in KINDS:
                return _one(method, KINDS[kind], number, call, session)
        raise Refusal(404)


def _make(kind: Kind, call: Call, session: Session) -> Reply:
    given = _json(call)
    values = taken(kind, given, {})
    checked = kind is LEAD and call.headers.get("x-skip-duplicate-check") != "true"
    if checked and (same := lookalikes(values, session)):
        raise Refusal(409, "duplicate", [shown(record) for record in same])
    parent = None if kind is LEAD else named(LEAD, values.get("parentId", ""), session)
    record = session.create(kind.kind, values)
    if parent is not None:
        session.link(record, parent)
    return json_reply(200, shown(record))


def _one(method: str, kind: Kind, number: str, call: Call, session: Session) -> Reply:
    record = named(kind, number, session)
    match method:
        case "GET":
            return json_reply(200, shown(record))
        case "PUT" | "PATCH":
            changed = session.update(record, taken(kind, _json(call), record.properties))
            return json_reply(200, shown(changed))
        case "DELETE":
            # As EspoCRM does it: the row stays, and so does all that is in it.
            session.create(DELETED, record.properties)
            session.delete(record)
            return json_reply(200, True)
    raise Refusal(405)


def _matching(kind: Kind, call: Call, session: Session) -> list[Record]:
    wanted = {
        call.first(f"where[{at}][attribute]"): call.first(f"where[{at}][value]")
        for at in range(5)
        if call.first(f"where[{at}][type]") == "equals"
    }
    return [
        record
        for record in session.page(kind.kind, after=0, limit=1_000_000)
        if all(
            record.properties.get(name, "").lower() == value.lower()
            for name, value in wanted.items()
        )
    ]


def _page(call: Call, records: list[Record]) -> Reply:
    start, most = int(call.first("offset", "0")), int(call.first("maxSize", "20"))
    page = [shown(record) for record in records[start : start + most]]
    return json_reply(200, {"total": len(records), "list": page})


def _json(call: Call) -> dict[str, Any]:
    try:
        given = call.json()
    except ValueError:
        raise Refusal(500) from None  # what EspoCRM says to JSON that it cannot read
    if not isinstance(given, dict):
        raise Refusal(400)
    return given
