"""BottleCRM's API as one function from a call to a reply. One token is key and access token."""

from __future__ import annotations

import json
import re
from typing import Any

from leads.crm.sandbox.bottlecrm import records
from leads.crm.sandbox.bottlecrm.intake import receive
from leads.crm.sandbox.bottlecrm.records import (
    ENQUIRIES,
    INTAKE,
    LEADS,
    MEMBER,
    TASKS,
    Refusal,
    named,
)
from leads.crm.sandbox.session import Record, Session
from leads.crm.sandbox.wire import Activity, Call, Person, Reply, json_reply, patiently

KINDS = {"leads": LEADS, "tasks": TASKS}


class BottleCrm:
    """The dialect."""

    name = "BottleCRM"

    def __init__(self, *, token: str) -> None:
        self._token = token

    def handle(self, call: Call, session: Session) -> Reply:
        """Answer one call."""
        try:
            if call.method == "POST" and call.parts[:3] == ("api", "public", "leads"):
                return self._intake(call, session)
            if not call.bears(self._token):
                raise Refusal(403, detail="Organization context is required.")
            return self._route(call, session)
        except Refusal as refusal:
            return refusal.reply()

    def failure(self, status: int, retry_after: float | None = None) -> Reply:
        """An error of this status as BottleCRM words it."""
        body: dict[str, Any] = {"detail": f"status {status}"}
        if status in {400, 422}:
            body = {"error": True, "errors": {"email": ["Enter a valid email address."]}}
        return patiently(json_reply(status, body), retry_after)

    def person(self, record: Record) -> Person:
        """A lead."""
        held = record.properties
        name = f"{held.get('first_name', '')} {held.get('last_name', '')}".strip()
        company = held.get("company_name", "")
        return Person(name=name, email=held.get("email", ""), company=company, held=held)

    def activity(self, record: Record) -> Activity:
        """An enquiry or a task."""
        held = record.properties
        if record.kind == ENQUIRIES:
            return Activity(text=held["body"])
        labels = (held["status"].lower(), held["priority"].lower())
        text = held.get("description", "")
        return Activity(title=held["title"], text=text, due=held["due_date"], labels=labels)

    def _intake(self, call: Call, session: Session) -> Reply:
        if call.parts[3:] != (INTAKE,):
            raise Refusal(404, detail="Not found.")
        body = _json(call)
        if not call.bears(self._token):
            raise Refusal(401, detail="Wrong key.")
        return receive(body, len(call.body), session)

    def _route(self, call: Call, session: Session) -> Reply:
        match (call.method, *call.parts[1:]) if call.parts[:1] == ("api",) else ():
            case ("GET", "leads", "intakes", number):
                if number != INTAKE:
                    raise Refusal(404, detail="Not found.")
                hint = self._token[-4:]
                return json_reply(200, {"id": INTAKE, "is_active": True, "key_hint": hint})
            case ("POST", ("leads" | "contacts") as kind, "duplicates"):
                return _duplicates(kind, _json(call), session)
            case ("GET", "leads"):
                return json_reply(200, {"open_leads": {"open_leads": []}})
            case ("GET", "tasks"):
                return _tasks(call, session)
            case ("POST", "tasks"):
                _refuse_odd_characters(call)
                return _make_task(_json(call), session)
            case ("GET", "interactions"):
                return _interactions(call, session)
            case (method, kind, number) if kind in KINDS:
                return _one(method, named(KINDS[kind], number, session), call, session)
        raise Refusal(404, detail="Not found.")


def _one(method: str, record: Record, call: Call, session: Session) -> Reply:
    match method:
        case "GET" if record.kind == LEADS:
            return json_reply(200, {"lead_obj": records.lead(record)})
        case "GET":
            return json_reply(200, {"task_obj": records.task(record, whole=True)})
        case "PATCH" if record.kind == LEADS:
            values = {str(name): str(value) for name, value in _json(call).items()}
            if found := records.problems(values):
                raise Refusal(400, error=True, errors=found)
            session.update(record, values)
            return json_reply(200, {"error": False, "message": "Lead updated Successfully"})
        case "DELETE":
            # A lead's enquiries go with it; its tasks stay, and belong to nobody.
            for tied in session.linked(record, ENQUIRIES):
                session.delete(tied)
            session.delete(record)
            return json_reply(200, {"error": False, "message": "deleted Successfully"})
    raise Refusal(405, detail="Method not allowed.")


def _duplicates(kind: str, body: Any, session: Session) -> Reply:
    wanted = str(body.get("email") or "").lower()
    leads = session.page(LEADS, after=0, limit=1_000_000) if kind == "leads" else []
    hits = [
        {"id": records.uid(lead), "email": lead.properties["email"], "matched_on": ["email"]}
        for lead in leads
        if wanted and lead.properties.get("email", "").lower() == wanted
    ]
    return json_reply(200, {"duplicates": hits})


def _tasks(call: Call, session: Session) -> Reply:
    rows = session.page(TASKS, after=0, limit=1_000_000)
    if lead := call.first("lead"):
        rows = session.linked(named(LEADS, lead, session), TASKS)
    title = call.first("title").lower()
    found = [
        records.task(row, whole=False) for row in rows if title in row.properties["title"].lower()
    ]
    users = [{"id": MEMBER, "user__email": "sales@firm.example"}]
    return json_reply(200, {"tasks": _page(call, found), "users": users})


def _make_task(body: dict[str, Any], session: Session) -> Reply:
    try:
        lead = named(LEADS, str(body.get("lead")), session)
    except Refusal:
        errors = {"lead": ["Invalid pk - object does not exist."]}
        raise Refusal(400, error=True, errors=errors) from None
    if not 0 < len(str(body.get("title") or "")) <= 200:
        raise Refusal(400, error=True, errors={"title": ["Ensure this field is not too long."]})
    values = {name: str(value) for name, value in body.items() if name != "assigned_to"}
    session.link(session.create(TASKS, values), lead)
    return json_reply(200, {"error": False, "message": "Task Created Successfully"})


def _refuse_odd_characters(call: Call) -> None:
    """Raise `Refusal` for what the REST API takes in no text, unlike the lead webhook."""
    text = "".join(map(str, json.loads(call.body).values()))
    if re.search(r"[\x00\ud800-\udfff]", text):
        errors = {"title": ["Null characters are not allowed."]}
        raise Refusal(400, error=True, errors=errors)


def _interactions(call: Call, session: Session) -> Reply:
    if not call.first("lead"):
        return json_reply(200, {"interactions": [], "count": 0})
    lead = named(LEADS, call.first("lead"), session)
    found = [records.enquiry(row) for row in session.linked(lead, ENQUIRIES)]
    return json_reply(200, {"interactions": _page(call, found), "count": len(found)})


def _page(call: Call, rows: list[Any]) -> list[Any]:
    start, most = int(call.first("offset", "0")), int(call.first("limit", "10"))
    return rows[start : start + most]


def _json(call: Call) -> Any:
    try:
        return call.json()
    except ValueError:
        raise Refusal(400, detail="The body is not valid JSON.") from None
