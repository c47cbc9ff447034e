"""BottleCRM's records: how ids are written, and what is shown of a lead, an enquiry and a task."""

from __future__ import annotations

import re
from typing import Any

from leads.crm.sandbox.session import Record, Session
from leads.crm.sandbox.wire import Reply, json_reply

INTAKE = "1b0771ec-0000-4000-8000-000000000001"  # the only lead webhook
MEMBER = "1b0771ec-0000-4000-8000-000000000007"  # the only one tasks can be given to
LEADS, ENQUIRIES, TASKS, EVENTS = "contacts", "notes", "tasks", "_event"
COLUMNS = {
    "email": 254, "first_name": 255, "last_name": 255, "phone": 25, "company_name": 255,
    "job_title": 255, "website": 255, "description": 5000,
}  # fmt: skip
EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
PHONE = re.compile(r"\+?[0-9 ()-]{7,24}")
_PREFIX = "00000000-0000-4000-8000-"


class Refusal(Exception):
    """A call that ends in an error."""

    def __init__(self, status: int, **body: Any) -> None:
        super().__init__(status)
        self.status = status
        self.body = body

    def reply(self) -> Reply:
        """The whole reply."""
        return json_reply(self.status, self.body)


def uid(record: Record) -> str:
    return f"{_PREFIX}{record.id:012x}"


def named(kind: str, text: str, session: Session) -> Record:
    """Return a record by its id. Raises `Refusal`."""
    digits = text.removeprefix(_PREFIX)
    number = str(int(digits, 16)) if re.fullmatch(r"[0-9a-f]{12}", digits) else ""
    record = session.get(kind, number)
    if record is None:
        raise Refusal(404, detail="Not found.")
    return record


def problems(values: dict[str, str]) -> dict[str, list[str]]:
    """Return what BottleCRM dislikes about a lead's columns."""
    found = {}
    if values.get("email") and not EMAIL.fullmatch(values["email"]):
        found["email"] = ["Enter a valid email address."]
    if values.get("phone") and not PHONE.fullmatch(values["phone"]):
        found["phone"] = ["Enter a valid phone number."]
    return found


def lead(record: Record) -> dict[str, Any]:
    return {name: record.properties.get(name) or None for name in COLUMNS} | {"id": uid(record)}


def enquiry(record: Record) -> dict[str, Any]:
    held = record.properties
    return {"id": uid(record), "kind": "enquiry", "origin": "intake", "body": held["body"]}


def task(record: Record, *, whole: bool) -> dict[str, Any]:
    """A task; in lists its description is left out."""
    shown = {name: record.properties.get(name) for name in ("title", "status", "due_date")}
    more = {"description": record.properties.get("description")} if whole else {}
    return shown | more | {"id": uid(record)}
