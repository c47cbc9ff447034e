"""HubSpot's object types and the properties of theirs that Leadline may meet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Property:
    """One property definition."""

    name: str
    label: str
    type: str = "string"
    field_type: str = "text"
    options: tuple[str, ...] = ()
    unique: bool = False
    read_only: bool = False
    group: str = ""  # "" = that of its object type
    description: str = ""
    defined_by_hubspot: bool = True


@dataclass(frozen=True, kw_only=True)
class ObjectType:
    """One object type; `links` maps another type's name to the id of the association to it."""

    name: str
    singular: str
    type_id: str
    group: str
    shown: tuple[str, ...]  # what a read returns unasked
    required: tuple[str, ...] = ()
    links: Mapping[str, int] = field(default_factory=dict)
    properties: Mapping[str, Property]


def _texts(**labels: str) -> list[Property]:
    return [Property(name=name, label=label) for name, label in labels.items()]


def _choice(name: str, label: str, *options: str) -> Property:
    return Property(
        name=name, label=label, type="enumeration", field_type="select", options=options
    )


def _moment(name: str, label: str, *, read_only: bool = False) -> Property:
    return Property(name=name, label=label, type="datetime", field_type="date", read_only=read_only)


def _named(*properties: Property) -> dict[str, Property]:
    return {one.name: one for one in properties}


RECORD_ID = Property(name="hs_object_id", label="Record ID", type="number", read_only=True)
OWNER = Property(name="hubspot_owner_id", label="Owner", type="number", field_type="number")
LIFECYCLE = (
    "subscriber",
    "lead",
    "marketingqualifiedlead",
    "salesqualifiedlead",
    "opportunity",
    "customer",
    "evangelist",
    "other",
)
LEAD_STATUS = (
    "NEW",
    "OPEN",
    "IN_PROGRESS",
    "OPEN_DEAL",
    "UNQUALIFIED",
    "ATTEMPTED_TO_CONTACT",
    "CONNECTED",
    "BAD_TIMING",
)

CONTACTS = ObjectType(
    name="contacts",
    singular="CONTACT",
    type_id="0-1",
    group="contactinformation",
    shown=("createdate", "email", "firstname", "hs_object_id", "lastmodifieddate", "lastname"),
    links={"notes": 201, "tasks": 203},
    properties=_named(
        Property(name="email", label="Email", unique=True),
        *_texts(
            firstname="First Name",
            lastname="Last Name",
            company="Company Name",
            phone="Phone Number",
            mobilephone="Mobile Phone Number",
            jobtitle="Job Title",
            website="Website URL",
            address="Street Address",
            city="City",
            state="State/Region",
            zip="Postal Code",
            country="Country/Region",
            message="Message",
            hs_additional_emails="Additional email addresses",
        ),
        _choice("lifecyclestage", "Lifecycle Stage", *LIFECYCLE),
        _choice("hs_lead_status", "Lead Status", *LEAD_STATUS),
        OWNER,
        RECORD_ID,
        _moment("createdate", "Create Date", read_only=True),
        _moment("lastmodifieddate", "Last Modified Date", read_only=True),
    ),
)


def _activity(
    name: str, singular: str, type_id: str, to_contact: int, *own: Property
) -> ObjectType:
    return ObjectType(
        name=name,
        singular=singular,
        type_id=type_id,
        group=singular.lower(),
        shown=("hs_createdate", "hs_lastmodifieddate", "hs_object_id"),
        required=("hs_timestamp",),
        links={"contacts": to_contact},
        properties=_named(
            _moment("hs_timestamp", "Activity date"),
            *own,
            OWNER,
            RECORD_ID,
            _moment("hs_createdate", "Create date", read_only=True),
            _moment("hs_lastmodifieddate", "Last modified date", read_only=True),
        ),
    )


NOTES = _activity(
    "notes", "NOTE", "0-46", 202, *_texts(hs_note_body="Note body", hs_attachment_ids="Attachments")
)
TASKS = _activity(
    "tasks",
    "TASK",
    "0-27",
    204,
    *_texts(hs_task_subject="Task Title", hs_task_body="Task Notes"),
    _choice(
        "hs_task_status",
        "Task Status",
        "NOT_STARTED",
        "IN_PROGRESS",
        "WAITING",
        "DEFERRED",
        "COMPLETED",
    ),
    _choice("hs_task_type", "Task Type", "TODO", "CALL", "EMAIL"),
    _choice("hs_task_priority", "Priority", "NONE", "LOW", "MEDIUM", "HIGH"),
    _moment("hs_task_reminders", "Reminder"),
)
OBJECTS = {one.name: one for one in (CONTACTS, NOTES, TASKS)}


def definition(kind: ObjectType, known: Property) -> dict[str, Any]:
    """One property definition (schema Property)."""
    options = [
        {"label": option, "value": option, "displayOrder": at, "hidden": False}
        for at, option in enumerate(known.options)
    ]
    return {
        "name": known.name,
        "label": known.label,
        "type": known.type,
        "fieldType": known.field_type,
        "description": known.description,
        "groupName": known.group or kind.group,
        "options": options,
        "displayOrder": -1,
        "calculated": False,
        "externalOptions": False,
        "hasUniqueValue": known.unique,
        "hidden": False,
        "hubspotDefined": known.defined_by_hubspot,
        "formField": not known.read_only,
        "modificationMetadata": {
            "archivable": False,
            "readOnlyDefinition": known.defined_by_hubspot,
            "readOnlyValue": known.read_only,
        },
        "archived": False,
    }
