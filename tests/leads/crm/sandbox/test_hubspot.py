import json
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests

from tests.leads.crm.sandbox.calls import UPSERT, WHEN, contact, note, person, task, tie, upsert
from tests.sandbox import Sandbox, start_sandbox


@pytest.mark.parametrize("header", [None, "Bearer wrong", "practice", "Basic practice", "Bearer "])
def test_a_call_without_the_token_is_refused_and_entered(crm: Sandbox, header: str | None) -> None:
    headers = {"Authorization": header} if header else {}
    start = crm.ledger()["last"]

    answer = requests.get(f"{crm.base_url}/account-info/v3/details", headers=headers, timeout=5)

    assert answer.status_code == 401
    assert answer.json()["category"] == "INVALID_AUTHENTICATION"
    assert answer.json()["correlationId"] == answer.headers["X-HubSpot-Correlation-Id"]
    assert [one["status"] for one in crm.requests(start)] == [401]


def test_the_account_details_are_a_cheap_check_of_the_token(crm: Sandbox) -> None:
    answer = crm.call("GET", "/account-info/v3/details")

    assert answer.status_code == 200
    assert answer.json()["portalId"]


def test_an_upsert_makes_a_contact_once_and_then_updates_it(crm: Sandbox) -> None:
    first = upsert(crm, person("Ann@Acme.example", firstname="Ann", phone="+442079460000")).json()
    second = upsert(crm, person("ann@acme.EXAMPLE", firstname="Anna", company="Acme")).json()

    assert (first["status"], first["results"][0]["new"]) == ("COMPLETE", True)
    assert second["results"][0]["new"] is False
    assert second["results"][0]["id"] == first["results"][0]["id"]
    assert crm.counts()["contacts"] == 1
    wanted = "?idProperty=email&properties=firstname,phone,company,email"
    held = crm.call("GET", f"/crm/v3/objects/contacts/ANN@acme.example{wanted}").json()
    assert held["properties"]["firstname"] == "Anna"
    assert held["properties"]["phone"] == "+442079460000"
    assert held["properties"]["email"] == "ann@acme.example"


def test_simultaneous_upserts_of_one_address_make_one_contact(crm: Sandbox) -> None:
    def send(turn: int) -> bool:
        headers = {"Authorization": f"Bearer {crm.token}"}
        data = {"inputs": [person("race@acme.example", firstname=f"Ann {turn}")]}
        answer = requests.post(crm.base_url + UPSERT, json=data, headers=headers, timeout=5)
        return bool(answer.json()["results"][0]["new"])

    with ThreadPoolExecutor(8) as pool:
        new = list(pool.map(send, range(16)))

    assert new.count(True) == 1
    assert crm.counts()["contacts"] == 1


def test_a_batch_with_one_bad_address_is_a_207(crm: Sandbox) -> None:
    answer = upsert(crm, person("good@acme.example"), person("not an address"))

    data = answer.json()
    assert answer.status_code == 207
    assert [one["properties"]["email"] for one in data["results"]] == ["good@acme.example"]
    assert data["numErrors"] == 1
    assert data["errors"][0]["category"] == "VALIDATION_ERROR"
    assert data["errors"][0]["context"]["ids"] == ["not an address"]


@pytest.mark.parametrize("email", ["", "ann", "ann@acme", "a b@acme.example", "ann@acme.example,b"])
def test_an_address_that_is_none_is_refused(crm: Sandbox, email: str) -> None:
    answer = upsert(crm, person(email))

    assert answer.status_code == 400
    assert answer.json()["category"] == "VALIDATION_ERROR"
    assert "INVALID_EMAIL" in answer.json()["message"]
    assert answer.json()["errors"][0]["code"] == "INVALID_EMAIL"
    assert crm.counts()["contacts"] == 0


def test_an_unknown_property_refuses_the_whole_batch(crm: Sandbox) -> None:
    answer = upsert(crm, person("a@acme.example"), person("b@acme.example", website_score="4"))

    problem = answer.json()["errors"][0]
    assert answer.status_code == 400
    assert problem["code"] == "PROPERTY_DOESNT_EXIST"
    assert problem["context"] == {"propertyName": ["website_score"]}
    assert crm.counts()["contacts"] == 0


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"inputs": []},
        {"inputs": ["x"]},
        {"inputs": [{"idProperty": "email", "id": "a@acme.example"}]},
        {"inputs": [{"id": "1", "properties": {}}]},
        {"inputs": [{"idProperty": "phone", "id": "1", "properties": {}}]},
        {"inputs": [person("a@acme.example", firstname=["Ann"])]},
        {"inputs": [person("a@acme.example", hs_object_id="1")]},
        {"inputs": [person("a@acme.example"), person("A@acme.example")]},
        {"inputs": [person(f"a{n}@acme.example") for n in range(101)]},
        [],
    ],
)
def test_a_batch_of_the_wrong_shape_is_refused(crm: Sandbox, data: object) -> None:
    answer = crm.call("POST", UPSERT, data)

    assert answer.status_code == 400
    assert answer.json()["category"] == "VALIDATION_ERROR"
    assert crm.counts()["contacts"] == 0


def test_a_hundred_contacts_fit_in_a_batch(crm: Sandbox) -> None:
    answer = upsert(crm, *[person(f"a{n}@acme.example") for n in range(100)])

    assert answer.status_code == 200
    assert crm.counts()["contacts"] == 100


def test_creating_a_contact_twice_names_the_first(crm: Sandbox) -> None:
    data = {"properties": {"email": "ann@acme.example"}, "associations": []}
    first = crm.call("POST", "/crm/v3/objects/contacts", data)

    second = crm.call("POST", "/crm/v3/objects/contacts", data)

    assert (first.status_code, second.status_code) == (201, 409)
    assert second.json()["category"] == "CONFLICT"
    assert second.json()["message"].endswith(f"Existing ID: {first.json()['id']}")


def test_a_contact_is_changed_by_id_or_by_address(crm: Sandbox) -> None:
    number = contact(crm, firstname="Ann")
    by_id = {"properties": {"lifecyclestage": "customer", "firstname": ""}}
    by_address = {"properties": {"lifecyclestage": "lead"}}

    crm.call("PATCH", f"/crm/v3/objects/contacts/{number}", by_id)
    path = "/crm/v3/objects/contacts/ann@acme.example?idProperty=email"
    answer = crm.call("PATCH", path, by_address)

    wanted = f"/crm/v3/objects/contacts/{number}?properties=lifecyclestage&properties=firstname"
    held = crm.call("GET", wanted).json()["properties"]
    assert answer.status_code == 200
    assert held["firstname"] is None  # an empty string clears
    assert held["lifecyclestage"] == "customer"  # it never moves back


def test_a_contact_cannot_take_another_ones_address(crm: Sandbox) -> None:
    number = contact(crm, "ann@acme.example")
    contact(crm, "bob@acme.example")

    data = {"properties": {"email": "Bob@acme.example"}}
    answer = crm.call("PATCH", f"/crm/v3/objects/contacts/{number}", data)

    assert answer.status_code == 409


@pytest.mark.parametrize("number", ["0", "999999", "abc", "9" * 30, "%00", "é"])
def test_a_contact_that_is_not_there_is_a_404(crm: Sandbox, number: str) -> None:
    answer = crm.call("GET", f"/crm/v3/objects/contacts/{number}")

    assert answer.status_code == 404
    assert answer.json()["category"] == "OBJECT_NOT_FOUND"


def test_a_second_note_or_task_is_never_refused(crm: Sandbox) -> None:
    number = contact(crm)

    answers = [note(crm, number), note(crm, number), task(crm, number), task(crm, number)]

    assert [answer.status_code for answer in answers] == [201] * 4
    assert len({answer.json()["id"] for answer in answers}) == 4
    assert crm.counts()["by_email"] == {"ann@acme.example": {"notes": 2, "tasks": 2}}


@pytest.mark.parametrize("kind", ["notes", "tasks"])
def test_notes_and_tasks_have_no_key_to_upsert_by(crm: Sandbox, kind: str) -> None:
    entry = {"idProperty": "hs_unique_creation_key", "id": "x", "properties": {}}

    answer = crm.call("POST", f"/crm/v3/objects/{kind}/batch/upsert", {"inputs": [entry]})

    assert answer.status_code == 400
    assert "non-unique" in answer.json()["message"]


def test_an_association_of_the_wrong_type_is_refused(crm: Sandbox) -> None:
    answer = note(crm, contact(crm), type_id=204)

    assert answer.status_code == 400
    assert answer.json()["subCategory"] == "crm.associations.INVALID_ASSOCIATION_TYPE"
    assert crm.counts()["notes"] == 0


def test_an_association_to_nobody_is_refused(crm: Sandbox) -> None:
    answer = note(crm, "999999")

    assert answer.status_code == 400
    assert answer.json()["subCategory"] == "crm.associations.INVALID_OBJECT_IDS"
    assert crm.counts()["notes"] == 0


@pytest.mark.parametrize(
    "given", ["x", [1], [{}], [{"to": {"id": "1"}, "types": []}], [tie("", 1)]]
)
def test_associations_of_the_wrong_shape_are_refused(crm: Sandbox, given: object) -> None:
    data = {"properties": {"hs_timestamp": WHEN}, "associations": given}

    assert crm.call("POST", "/crm/v3/objects/notes", data).status_code == 400


@pytest.mark.parametrize("kind", ["notes", "tasks"])
def test_a_note_or_task_needs_its_time(crm: Sandbox, kind: str) -> None:
    answer = crm.call("POST", f"/crm/v3/objects/{kind}", {"properties": {}, "associations": []})

    assert answer.status_code == 400
    assert answer.json()["context"] == {"properties": ["hs_timestamp"]}


@pytest.mark.parametrize(
    "properties",
    [
        {"hs_task_status": "DONE"},
        {"hs_task_type": "call"},
        {"hs_task_priority": "URGENT"},
        {"hs_timestamp": "tomorrow"},
        {"hubspot_owner_id": "Sam"},
        {"hs_task_body": "x" * 65_537},
    ],
)
def test_a_task_with_a_bad_value_is_refused(crm: Sandbox, properties: dict[str, str]) -> None:
    answer = task(crm, contact(crm), **properties)

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["context"] == {"propertyName": list(properties)}
    assert crm.counts()["tasks"] == 0


def test_a_note_holds_65536_characters_and_no_more(crm: Sandbox) -> None:
    number = contact(crm)

    assert note(crm, number, "é" * 65_536).status_code == 201
    assert note(crm, number, "é" * 65_537).status_code == 400


def test_a_time_may_be_epoch_milliseconds(crm: Sandbox) -> None:
    made = task(crm, contact(crm), hs_timestamp="1795510800123")

    assert made.json()["properties"]["hs_timestamp"] == "2026-11-24T09:00:00.123Z"


def test_associations_are_true_at_once_and_come_in_pages(crm: Sandbox) -> None:
    number = contact(crm)
    made = [note(crm, number, f"n{turn}").json()["id"] for turn in range(5)]
    path = f"/crm/v4/objects/contacts/{number}/associations/notes"

    seen, after = [], ""
    for _ in range(3):
        page = crm.call("GET", f"{path}?limit=2&after={after or 0}").json()
        seen += [one["toObjectId"] for one in page["results"]]
        after = page.get("paging", {}).get("next", {}).get("after", "")

    assert seen == made
    assert after == ""
    assert page["results"][0]["associationTypes"][0]["typeId"] == 201
    assert crm.call("GET", path.replace("notes", "tasks")).json() == {"results": []}


def test_records_are_listed_in_pages_and_at_once(crm: Sandbox) -> None:
    path = "/crm/v3/objects/contacts?properties=company"
    made = [contact(crm, f"a{turn}@acme.example", company="Acme") for turn in range(3)]

    first = crm.call("GET", f"{path}&limit=2").json()
    second = crm.call("GET", f"{path}&after={first['paging']['next']['after']}").json()

    assert [one["id"] for one in first["results"] + second["results"]] == made
    assert second["results"][0]["properties"]["company"] == "Acme"
    assert "paging" not in second
    assert crm.call("GET", f"{path}&limit=101").status_code == 400


def test_notes_are_read_back_in_a_batch_and_missing_ones_are_named(crm: Sandbox) -> None:
    made = note(crm, contact(crm), "ref:1").json()["id"]
    inputs = [{"id": made}, {"id": "999999"}]
    wanted = {"properties": ["hs_note_body"], "propertiesWithHistory": [], "inputs": inputs}

    answer = crm.call("POST", "/crm/v3/objects/notes/batch/read", wanted)

    assert answer.status_code == 207
    assert answer.json()["results"][0]["properties"]["hs_note_body"] == "ref:1"
    assert answer.json()["errors"][0]["context"] == {"ids": ["999999"]}


def test_a_note_tells_its_contact_when_asked(crm: Sandbox) -> None:
    number = contact(crm)
    made = note(crm, number).json()["id"]

    shown = crm.call("GET", f"/crm/v3/objects/notes/{made}?associations=contacts").json()

    tied = {"id": number, "type": "note_to_contact"}
    assert shown["associations"] == {"contacts": {"results": [tied]}}


def test_search_hears_of_a_record_and_of_a_change_late(crm: Sandbox) -> None:
    def found(name: str) -> int:
        test = {"propertyName": "firstname", "operator": "EQ", "value": name}
        data = {"filterGroups": [{"filters": [test]}]}
        return int(crm.call("POST", "/crm/v3/objects/contacts/search", data).json()["total"])

    contact(crm, firstname="Ann")
    at_once = found("Ann")
    time.sleep(0.35)
    later = found("Ann")
    contact(crm, firstname="Anna")
    after_change = found("Ann"), found("Anna")

    assert (at_once, later) == (0, 1)
    assert after_change == (1, 0)


@pytest.mark.parametrize("groups", [5, [5], [{}], [{"filters": [{"propertyName": "x"}]}]])
def test_a_search_of_the_wrong_shape_is_refused(crm: Sandbox, groups: object) -> None:
    answer = crm.call("POST", "/crm/v3/objects/contacts/search", {"filterGroups": groups})

    assert answer.status_code == 400


def test_properties_can_be_listed_and_looked_up(crm: Sandbox) -> None:
    listed = crm.call("GET", "/crm/v3/properties/tasks").json()["results"]
    known = crm.call("GET", "/crm/v3/properties/contacts/email").json()
    unknown = crm.call("GET", "/crm/v3/properties/contacts/website_score")

    assert "hs_task_subject" in {one["name"] for one in listed}
    assert known["hasUniqueValue"] is True
    assert unknown.status_code == 404


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/crm/v3/objects/deals", 404),
        ("GET", "/nowhere", 404),
        ("PUT", "/crm/v3/objects/contacts", 405),
        ("DELETE", "/crm/v3/objects/notes/1", 405),
        ("PUT", UPSERT, 405),
        ("GET", "/crm/v4/objects/contacts/999999/associations/notes", 404),
    ],
)
def test_what_does_not_exist_is_said_in_json(
    crm: Sandbox, method: str, path: str, status: int
) -> None:
    answer = crm.call(method, path)

    assert answer.status_code == status
    assert answer.json()["status"] == "error"
    assert answer.json()["correlationId"]


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[" * 100_000, b"null", b'{"inputs":NaN}'])
def test_a_body_that_is_no_json_object_is_refused(crm: Sandbox, body: bytes) -> None:
    headers = {"Content-Type": "application/json"}

    answer = crm.http.post(crm.base_url + UPSERT, data=body, headers=headers, timeout=5)

    assert answer.status_code == 400
    assert answer.json()["category"] == "VALIDATION_ERROR"


def test_a_form_is_no_json(crm: Sandbox) -> None:
    answer = crm.http.post(crm.base_url + UPSERT, data={"a": "b"}, timeout=5)

    assert answer.status_code == 415


def test_half_a_surrogate_pair_does_not_break_it(crm: Sandbox) -> None:
    body = json.dumps({"inputs": [person("ann@acme.example", firstname="A\ud800")]})
    headers = {"Content-Type": "application/json"}

    answer = crm.http.post(crm.base_url + UPSERT, data=body, headers=headers, timeout=5)

    assert answer.status_code == 200


def test_the_eleventh_call_of_ten_is_refused_and_its_write_is_not_made(tmp_path: Path) -> None:
    with start_sandbox(tmp_path, "--rate", "10") as crm:
        numbers = [upsert(crm, person(f"a{n}@acme.example")).status_code for n in range(10)]
        refused = upsert(crm, person("late@acme.example"))

        assert numbers == [200] * 10
        assert refused.status_code == 429
        assert refused.json()["policyName"] == "TEN_SECONDLY_ROLLING"
        assert refused.json()["category"] == "RATE_LIMITS"
        assert refused.headers["X-HubSpot-RateLimit-Remaining"] == "0"
        assert "Retry-After" not in refused.headers
        assert crm.counts()["contacts"] == 10  # control calls do not count
