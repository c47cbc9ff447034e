"""The lead webhook: one arrival is created, merged or a duplicate."""

from __future__ import annotations

from typing import Any

from leads.crm.sandbox.bottlecrm.records import (
    COLUMNS,
    ENQUIRIES,
    EVENTS,
    LEADS,
    Refusal,
    problems,
    uid,
)
from leads.crm.sandbox.session import Record, Session
from leads.crm.sandbox.wire import Reply, json_reply

LONGEST_POST = 64 * 1024  # bytes
LONGEST_TEXT = 10_000  # characters of an enquiry
ABOUT = frozenset({"external_id", "occurred_at"})


def receive(body: Any, size: int, session: Session) -> Reply:
    """POST /api/public/leads/{intake}/."""
    if size > LONGEST_POST:
        raise Refusal(413, detail="The body is larger than 64 KB.")
    if not isinstance(body, dict):
        raise Refusal(400, detail="The body must be a JSON object.")
    values, text = _read(body)
    if found := problems(values):
        detail = "Some values in the post could not be saved."
        raise Refusal(400, result="rejected", detail=detail, errors=found)
    key = str(body.get("external_id") or "")
    event = session.by_key(EVENTS, key) if key else None
    before = session.get(LEADS, event.properties["lead"]) if event else None
    if before is not None:
        return _answer(200, "duplicate", before)
    if event is not None:  # with its lead, what stood for it has lost its meaning
        session.delete(event)
    lead = _match(values, session)
    result = "merged" if lead is not None else "created"
    if lead is None:
        lead = session.create(LEADS, values)
    else:
        blank = {name: v for name, v in values.items() if not lead.properties.get(name)}
        lead = session.update(lead, blank)
    enquiry = session.create(ENQUIRIES, {"body": _cut(text)})
    session.link(enquiry, lead)
    if key:
        session.create(EVENTS, {"lead": str(lead.id)}, key)
    return _answer(201 if result == "created" else 200, result, lead)


def _read(body: dict[str, Any]) -> tuple[dict[str, str], str]:
    """Return the columns by their names, and everything else as the enquiry's text."""
    values, rest = {}, []
    for label, value in body.items():
        name = label.strip().lower().replace(" ", "_").replace("-", "_")
        if name in COLUMNS:
            values[name] = str(value)[: COLUMNS[name]]
        elif label not in ABOUT:
            rest.append(f"{label}: {value}")
    return values, "\n".join(rest)


def _match(values: dict[str, str], session: Session) -> Record | None:
    """Return the lead with this address, else that with this very number."""
    leads = session.page(LEADS, after=0, limit=1_000_000)
    for name in ("email", "phone"):
        wanted = values.get(name, "").lower()
        for lead in leads:
            if wanted and lead.properties.get(name, "").lower() == wanted:
                return lead
    return None


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1] + "…"


def _answer(status: int, result: str, lead: Record) -> Reply:
    return json_reply(status, {"result": result, "lead": uid(lead)})
