"""Every request of the HubSpot adapter against HubSpot's own OpenAPI files.

`HUBSPOT_SPECS` names the folder that holds them (contacts-v3.json, notes-v3.json, ...).
"""

from __future__ import annotations

import json
import os
import re
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from leads.crm.base import Answer, Consent, Enquiry, Ref
from leads.crm.hubspot import HubSpot
from leads.crm.url import parse_destinations
from tests.scripted import Behaviour, Received, answering, reply

STAMP = "2026-11-23T16:00:00Z"
# The files of the folder describe no owners; that call is built from HubSpot's documentation alone.
UNDESCRIBED = "/crm/v3/owners/"
BATCH = {"status": "COMPLETE", "startedAt": STAMP, "completedAt": STAMP}
SUBMISSION = "0193d1a2-7c44-7d10-9b1e-3f6f2c9a1b55"
ENQUIRY = Enquiry(
    submission_id=SUBMISSION,
    reference="L-7QK4",
    email="ann@acme.example",
    name="Ann Lee",
    company="Acme Ltd",
    phone="+442079460000",
    message="Can you help?",
    callback="Tomorrow morning",
    quiz="Is your IT ready?",
    answers=(Answer(question="Staff?", answer="20"),),
    score=7,
    max_score=10,
    consents=(
        Consent(
            purpose="Marketing",
            channel="e-mail",
            given=True,
            wording="Send me tips",
            at=datetime(2026, 11, 23, 16, tzinfo=UTC),
        ),
    ),
    submitted_at=datetime(2026, 11, 23, 16, tzinfo=UTC),
    callback_due=datetime(2026, 11, 24, 9, tzinfo=UTC),
)


@cache
def specs() -> tuple[dict[str, Any], ...]:
    folder = os.environ.get("HUBSPOT_SPECS")
    if not folder or not list(Path(folder).glob("*.json")):
        pytest.fail("Set HUBSPOT_SPECS to the folder with HubSpot's OpenAPI files (*.json).")
    files = sorted(Path(folder).glob("*.json"))
    return tuple(as_json_schema(json.loads(file.read_text())) for file in files)


def as_json_schema(part: Any) -> Any:
    """Turn what OpenAPI 3.0 writes differently into JSON Schema, and close every object.

    Closed, a misspelt key fails. OpenAPI leaves objects open, and HubSpot ignores such a key.
    """
    if isinstance(part, list):
        return [as_json_schema(each) for each in part]
    if not isinstance(part, dict):
        return part
    schema = {key: as_json_schema(value) for key, value in part.items() if key != "nullable"}
    if part.get("nullable") is True and isinstance(part.get("type"), str):
        schema["type"] = [part["type"], "null"]
    if part.get("type") == "object" and part.get("properties"):
        schema.setdefault("additionalProperties", False)
    return schema


def operation(method: str, path: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the file and the operation for a request; a literal path goes before a pattern."""
    found = []
    for spec in specs():
        for template, methods in spec["paths"].items():
            pattern = re.sub(r"\\{[^/]+\\}", "[^/]+", re.escape(template))
            if re.fullmatch(pattern, path) and method.lower() in methods:
                found.append((template.count("{"), spec, methods[method.lower()]))
    assert found, f"HubSpot has no {method} {path}"
    _, spec, chosen = min(found, key=lambda each: each[0])
    return spec, chosen


def content(holder: dict[str, Any]) -> dict[str, Any] | None:
    return next(iter(holder.get("content", {}).values()), {}).get("schema")


def resolved(spec: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in schema:
        schema = spec["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema


def validate(spec: dict[str, Any], schema: dict[str, Any], data: Any) -> None:
    Draft202012Validator({**schema, "components": spec["components"]}).validate(data)


def validate_request(request: Received) -> None:
    spec, chosen = operation(request.method, request.path)
    query = {each["name"]: each for each in chosen.get("parameters", []) if each["in"] == "query"}
    assert request.query.keys() <= query.keys()
    assert {name for name, each in query.items() if each.get("required")} <= request.query.keys()
    for name, value in request.query.items():
        kind = resolved(spec, query[name]["schema"]).get("type")
        assert kind != "integer" or value.isdigit()
    if "requestBody" in chosen:
        validate(spec, content(chosen["requestBody"]), request.json)
    else:
        assert request.body == b""


def record(number: str, **properties: str) -> dict[str, Any]:
    return {
        "id": number,
        "properties": properties,
        "createdAt": STAMP,
        "updatedAt": STAMP,
        "archived": False,
    }


def defined(given: dict[str, Any]) -> dict[str, Any]:
    return given | {"options": []}


def answer(request: Received) -> tuple[int, Any]:
    """Return what HubSpot would: enough for the adapter to take every way through its steps."""
    path = request.path
    if path.endswith("/batch/upsert"):
        return 200, BATCH | {"results": [record("51") | {"new": True}]}
    if path.endswith("/batch/read"):
        body = {"hs_note_body": f"ref:{SUBMISSION}", "hs_task_body": f"ref:{SUBMISSION}"}
        numbers = [each["id"].replace(ENQUIRY.email, "51") for each in request.json["inputs"]]
        rows = [record(number, **body) for number in numbers]
        return 200, BATCH | {"results": rows}
    if "/associations/" in path:
        kind = {"category": "HUBSPOT_DEFINED", "typeId": 201}
        rows = [{"toObjectId": "9", "associationTypes": [kind]}]
        more = {} if "after" in request.query else {"paging": {"next": {"after": "abc"}}}
        return 200, {"results": rows, **more}
    if path.endswith("/gdpr-delete"):
        return 204, None
    if path == "/crm/v3/properties/contacts/batch/create":
        return 201, BATCH | {"results": [defined(each) for each in request.json["inputs"]]}
    if path == "/crm/v3/properties/contacts":
        return 200, {"results": []}
    if request.method == "GET":
        return 200, {"results": [record("1")]}
    return (200 if request.method == "PATCH" else 201), record("9")


def conflict_first(request: Received) -> tuple[int, Any]:
    if not request.path.endswith("/batch/upsert"):
        return answer(request)
    error = {
        "status": "error",
        "category": "CONFLICT",
        "message": "Contact already exists. Existing ID: 77",
        "context": {},
        "errors": [],
        "links": {},
    }
    return 207, BATCH | {"results": [], "numErrors": 1, "errors": [error]}


def exchange(answers: Any, act: Any) -> list[tuple[Received, int, Any]]:
    """Let `act` use the adapter; return each request with the status and body it was given."""
    said = []

    def script(request: Received) -> Behaviour:
        status, body = answers(request)
        said.append((request, status, body))
        return reply(status, body)

    with answering(script) as server:
        [url] = parse_destinations(f"hubspot+http://token@127.0.0.1:{server.port}?owner=7")
        act(HubSpot.from_url(url))
    return said


def described(said: list[tuple[Received, int, Any]]) -> list[tuple[Received, int, Any]]:
    return [each for each in said if not each[0].path.startswith(UNDESCRIBED)]


def deliver(hubspot: HubSpot) -> None:
    refs: dict[str, Ref] = {}
    for step in hubspot.steps:
        refs[step] = hubspot.run(step, ENQUIRY, refs)
    for step in hubspot.steps:
        assert hubspot.find(step, ENQUIRY, refs) is not None
    found = hubspot.find_submission(SUBMISSION, ENQUIRY.email, refs)
    assert [len(found[step]) for step in hubspot.steps] == [1, 1, 1]
    assert hubspot.check() == []
    assert len(hubspot.setup()) == 5
    assert hubspot.erase(ENQUIRY.email, []).erased == ("51",)


@pytest.mark.parametrize("answers", [answer, conflict_first])
def test_every_request_of_a_delivery_is_one_that_hubspot_describes(answers):
    said = exchange(answers, deliver)

    assert len(said) >= 25
    for request, _, _ in described(said):
        validate_request(request)


@pytest.mark.parametrize("answers", [answer, conflict_first])
def test_the_replies_of_our_tests_are_such_as_hubspot_describes(answers):
    for request, status, body in described(exchange(answers, deliver)):
        spec, chosen = operation(request.method, request.path)
        schema = content(chosen["responses"][str(status)])
        assert (schema is None) == (body is None)
        if schema is not None:
            validate(spec, schema, body)


@pytest.mark.parametrize(
    ("method", "path", "status", "field"),
    [
        ("POST", "/crm/v3/objects/contacts/batch/upsert", "200", "results.id"),
        ("POST", "/crm/v3/objects/contacts/batch/upsert", "207", "results.id"),
        ("POST", "/crm/v3/objects/contacts/batch/upsert", "207", "errors.category"),
        ("POST", "/crm/v3/objects/contacts/batch/upsert", "207", "errors.message"),
        ("POST", "/crm/v3/objects/contacts/batch/upsert", "207", "errors.errors.code"),
        ("POST", "/crm/v3/objects/contacts/batch/upsert", "207", "errors.errors.context"),
        ("PATCH", "/crm/v3/objects/contacts/51", "200", "id"),
        ("POST", "/crm/v3/objects/notes", "201", "id"),
        ("POST", "/crm/v3/objects/tasks", "201", "id"),
        ("GET", "/crm/v4/objects/contacts/51/associations/notes", "200", "results.toObjectId"),
        ("GET", "/crm/v4/objects/contacts/51/associations/notes", "200", "paging.next.after"),
        ("POST", "/crm/v3/objects/contacts/batch/read", "200", "results.id"),
        ("POST", "/crm/v3/objects/notes/batch/read", "200", "results.id"),
        ("POST", "/crm/v3/objects/notes/batch/read", "200", "results.properties"),
        ("POST", "/crm/v3/objects/notes/batch/read", "207", "errors.category"),
        ("GET", "/crm/v3/properties/contacts", "200", "results.name"),
        ("POST", "/crm/v3/properties/contacts/batch/create", "207", "errors.category"),
        ("POST", "/crm/v3/objects/tasks/batch/read", "200", "results.properties"),
    ],
)
def test_every_field_that_we_read_is_one_that_hubspot_sends(method, path, status, field):
    spec, chosen = operation(method, path)
    schema = resolved(spec, content(chosen["responses"][status]))

    for name in field.split("."):
        schema = resolved(spec, schema.get("items", schema))
        assert name in schema["properties"], field
        schema = resolved(spec, schema["properties"][name])


@pytest.mark.parametrize("field", ["category", "message", "errors"])
def test_the_error_body_that_we_read_is_the_one_hubspot_describes(field):
    for spec in specs():
        assert field in spec["components"]["schemas"]["Error"]["properties"]
        detail = spec["components"]["schemas"]["ErrorDetail"]["properties"]
        assert {"code", "context", "message"} <= detail.keys()
