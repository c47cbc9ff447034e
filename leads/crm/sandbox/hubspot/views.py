"""What the web page shows of HubSpot's records."""

from __future__ import annotations

from leads.crm.sandbox.session import Record
from leads.crm.sandbox.text import as_text
from leads.crm.sandbox.wire import Activity, Person

LABELS = ("hs_task_type", "hs_task_status", "hs_task_priority")


def person(record: Record) -> Person:
    """A contact."""
    held = record.properties
    return Person(
        name=f"{held.get('firstname', '')} {held.get('lastname', '')}".strip(),
        email=held.get("email", ""),
        company=held.get("company", ""),
        held=held,
    )


def activity(record: Record) -> Activity:
    """A note, or a task with what it is and when it is due."""
    held = record.properties
    moment = held.get("hs_timestamp", "")
    if record.kind == "notes":
        return Activity(text=as_text(held.get("hs_note_body", "")), at=moment)
    return Activity(
        title=held.get("hs_task_subject", ""),
        text=as_text(held.get("hs_task_body", "")),
        due=moment,
        labels=tuple(held[name].replace("_", " ").lower() for name in LABELS if held.get(name)),
    )
