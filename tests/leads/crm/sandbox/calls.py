"""The HubSpot calls that the tests make, as a client of the real service would make them."""

from typing import Any

import requests

from tests.sandbox import Sandbox

UPSERT = "/crm/v3/objects/contacts/batch/upsert"
WHEN = "2026-11-24T09:00:00Z"


def person(email: str, **properties: Any) -> dict[str, Any]:
    return {"idProperty": "email", "id": email, "properties": {"email": email, **properties}}


def upsert(crm: Sandbox, *inputs: dict[str, Any]) -> requests.Response:
    return crm.call("POST", UPSERT, {"inputs": list(inputs)})


def contact(crm: Sandbox, email: str = "ann@acme.example", **properties: Any) -> str:
    answer = upsert(crm, person(email, **properties))
    assert answer.status_code == 200, answer.text
    return str(answer.json()["results"][0]["id"])


def tie(number: str, type_id: int) -> dict[str, Any]:
    kind = {"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": type_id}
    return {"to": {"id": number}, "types": [kind]}


def note(crm: Sandbox, number: str, body: str = "hello", type_id: int = 202) -> requests.Response:
    properties = {"hs_timestamp": WHEN, "hs_note_body": body}
    data = {"properties": properties, "associations": [tie(number, type_id)]}
    return crm.call("POST", "/crm/v3/objects/notes", data)


def task(crm: Sandbox, number: str, **properties: Any) -> requests.Response:
    given = {"hs_timestamp": WHEN, "hs_task_subject": "Call back", **properties}
    data = {"properties": given, "associations": [tie(number, 204)]}
    return crm.call("POST", "/crm/v3/objects/tasks", data)
