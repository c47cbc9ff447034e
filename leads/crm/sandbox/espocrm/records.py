"""EspoCRM's records: what it takes of them, what it refuses, and how it shows them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from leads.crm.sandbox.espocrm.errors import Refusal, invalid
from leads.crm.sandbox.session import Record, Session

SALES = "65a0c0ffee0005a1e"  # the only user that tasks can be given to
CUSTOM = "websiteScore"  # a field that was added to leads here
E164 = re.compile(r"\+[1-9]\d{6,14}")
EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
SOURCES = frozenset({"", "Call", "Email", "Web Site", "Campaign", "Other"})


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One entity type; `kind` is that of its records here. Fields that it lacks are ignored."""

    name: str
    kind: str
    fields: frozenset[str]


LEAD = Kind(
    name="Lead",
    kind="contacts",
    fields=frozenset(
        {
            "firstName", "lastName", "emailAddress", "phoneNumber", "accountName", "source",
            "status", "description", CUSTOM,
        }
    ),
)  # fmt: skip
NOTE = Kind(name="Note", kind="notes", fields=frozenset({"type", "post", "parentType", "parentId"}))
TASK = Kind(
    name="Task",
    kind="tasks",
    fields=frozenset(
        {
            "name", "status", "priority", "dateEnd", "description", "parentType", "parentId",
            "assignedUserId",
        }
    ),
)  # fmt: skip
KINDS = {one.name: one for one in (LEAD, NOTE, TASK)}


def number_of(text: str) -> str:
    """Return our own number of a record that EspoCRM would name by 17 hexadecimal digits."""
    return str(int(text, 16)) if re.fullmatch(r"[0-9a-f]{17}", text) else ""


def named(kind: Kind, text: str, session: Session) -> Record:
    """Return a record by its id. Raises `Refusal`."""
    record = session.get(kind.kind, number_of(text))
    if record is None:
        raise Refusal(404, f"{kind.name} not found.")
    return record


def shown(record: Record) -> dict[str, Any]:
    """A record as it is answered."""
    held: dict[str, Any] = {name: value or None for name, value in record.properties.items()}
    if record.kind == LEAD.kind:
        address = held.get("emailAddress")
        held["name"] = full_name(record.properties)
        held["emailAddressData"] = (
            [{"emailAddress": address, "primary": True, "lower": address.lower()}]
            if address
            else []
        )
    stamp = datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%d %H:%M:%S")
    return held | {"id": f"{record.id:017x}", "deleted": False, "createdAt": stamp}


def full_name(held: Mapping[str, str]) -> str:
    return f"{held.get('firstName', '')} {held.get('lastName', '')}".strip()


def taken(kind: Kind, given: dict[str, Any], before: Mapping[str, str]) -> dict[str, str]:
    """Return the values as EspoCRM would store them. Raises `Refusal`."""
    values = {name: str(given[name] or "") for name in kind.fields & given.keys()}
    after = {**before, **values}
    if kind is LEAD:
        if not after.get("lastName"):
            raise invalid("Lead", "lastName", "required")
        if values.get("phoneNumber") and not E164.fullmatch(values["phoneNumber"]):
            raise invalid("Lead", "phoneNumber", "valid")
        if values.get("emailAddress") and not EMAIL.fullmatch(values["emailAddress"]):
            raise invalid("Lead", "emailAddress", "emailAddress")
        if after.get("source", "") not in SOURCES:
            raise invalid("Lead", "source", "valid")
    if kind is TASK:
        _check_task(after)
    return values


def _check_task(after: Mapping[str, str]) -> None:
    if not after.get("name") or len(after["name"]) > 150:
        raise invalid("Task", "name", "maxLength")
    if not after.get("assignedUserId"):
        raise invalid("Task", "assignedUser", "required")
    if after["assignedUserId"] != SALES:
        raise Refusal(403, "cannotRelateForbidden")


def lookalikes(values: Mapping[str, str], session: Session) -> list[Record]:
    """Return the leads that EspoCRM takes for the same: by name or by e-mail."""
    name, address = full_name(values).lower(), values.get("emailAddress", "").lower()
    return [
        record
        for record in session.page(LEAD.kind, after=0, limit=1_000_000)
        if full_name(record.properties).lower() == name
        or (address and record.properties.get("emailAddress", "").lower() == address)
    ]
