import time

import pytest
import requests

from leads.crm.sandbox.faults import BadFault, Fault, FaultSet, parse
from tests.leads.crm.sandbox.calls import contact, note, person, upsert
from tests.sandbox import Sandbox


def broken(crm: Sandbox, kind: str, **more: object) -> tuple[object, dict[str, object], int]:
    """Send one note under a fault; return what the client saw, its ledger entry, its effects."""
    number = contact(crm)
    crm.faults([{"kind": kind, "match": "/notes", "times": 1, **more}])
    start = crm.ledger()["last"]
    headers = {"Authorization": f"Bearer {crm.token}"}
    properties = {"hs_timestamp": "2026-11-24T09:00:00Z"}
    tied = {"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 202}
    data = {
        "properties": properties,
        "associations": [{"to": {"id": number}, "types": [tied]}],
    }
    seen: object
    try:
        url = crm.base_url + "/crm/v3/objects/notes"
        with requests.post(url, json=data, headers=headers, timeout=0.3, stream=True) as answer:
            seen = answer
            if kind == "huge":
                seen = answer.raw.read(1_000_000)
            elif kind == "garbage":
                seen = answer.content
    except requests.RequestException as error:
        seen = error
    return seen, crm.requests(start)[0], len(crm.effects(start))


def test_a_status_is_answered_and_nothing_is_applied(crm: Sandbox) -> None:
    seen, entry, effects = broken(crm, "status", value=503, retry_after=7)

    assert isinstance(seen, requests.Response)
    assert (seen.status_code, seen.headers["Retry-After"]) == (503, "7")
    assert (entry["status"], entry["ending"], effects) == (503, "answered", 0)
    assert str(entry["fault"]).startswith("status=503:match=/notes")


@pytest.mark.parametrize(
    ("status", "category"),
    [
        (401, "INVALID_AUTHENTICATION"),
        (403, "MISSING_SCOPES"),
        (423, "RESOURCE_LOCKED"),
        (429, "RATE_LIMITS"),
        (500, "INTERNAL_ERROR"),
    ],
)
def test_a_status_is_worded_as_hubspot_does(crm: Sandbox, status: int, category: str) -> None:
    crm.faults([{"kind": "status", "value": status}])

    answer = upsert(crm, person("ann@acme.example"))

    assert (answer.status_code, answer.json()["category"]) == (status, category)


def test_a_reset_applies_nothing(crm: Sandbox) -> None:
    seen, entry, effects = broken(crm, "reset")

    assert isinstance(seen, requests.ConnectionError)
    assert "reset" in str(seen).lower()
    assert (entry["status"], entry["ending"], effects) == (None, "connection reset", 0)


def test_apply_then_drop_applies_and_leaves_the_client_without_an_answer(crm: Sandbox) -> None:
    seen, entry, effects = broken(crm, "apply-then-drop")

    assert isinstance(seen, requests.ConnectionError)
    assert (entry["status"], entry["ending"], effects) == (None, "closed without an answer", 1)


def test_a_hanging_request_is_never_answered_nor_applied(crm: Sandbox) -> None:
    seen, entry, effects = broken(crm, "hang")

    assert isinstance(seen, requests.ReadTimeout)
    assert (entry["status"], entry["ending"], effects) == (None, "left hanging", 0)


def test_a_delay_outlasts_the_client_and_is_applied_all_the_same(crm: Sandbox) -> None:
    seen, entry, effects = broken(crm, "delay", value=0.6)
    waited = entry["ending"], effects
    time.sleep(0.5)

    assert isinstance(seen, requests.ReadTimeout)
    assert waited == (None, 0)  # the client gave up before anything was applied
    assert crm.counts()["notes"] == 1


def test_a_delay_after_applying_has_applied_when_the_client_gives_up(crm: Sandbox) -> None:
    seen, entry, effects = broken(crm, "delay-after", value=0.6)

    assert isinstance(seen, requests.ReadTimeout)
    assert (entry["ending"], effects) == (None, 1)


def test_a_drip_outlives_a_timeout_that_starts_anew_with_each_byte(crm: Sandbox) -> None:
    started = time.monotonic()

    seen, entry, effects = broken(crm, "drip", value=0.005)

    assert isinstance(seen, requests.Response)
    assert time.monotonic() - started > 0.6  # twice the client's timeout, and only for the head
    assert (entry["status"], entry["ending"], effects) == (201, "dripped", 1)


def test_garbage_is_a_200_that_cannot_be_read(crm: Sandbox) -> None:
    seen, entry, effects = broken(crm, "garbage")

    assert isinstance(seen, bytes)
    with pytest.raises(UnicodeDecodeError):
        seen.decode()
    assert (entry["status"], entry["ending"], effects) == (200, "answered", 1)


def test_a_huge_body_does_not_end(crm: Sandbox) -> None:
    seen, entry, effects = broken(crm, "huge")

    assert isinstance(seen, bytes)
    assert len(seen) == 1_000_000
    assert (entry["status"], entry["ending"], effects) == (200, "endless body", 1)


def test_a_fault_strikes_only_what_it_matches_and_only_so_often(crm: Sandbox) -> None:
    number = contact(crm)
    crm.faults(
        [{"kind": "status", "value": 500, "match": "POST /crm/v3/objects/notes", "times": 2}]
    )

    numbers = [note(crm, number).status_code for _ in range(3)]

    assert numbers == [500, 500, 201]
    assert upsert(crm, person("bob@acme.example")).status_code == 200
    assert crm.call("GET", "/_practice/faults").json()[0]["used"] == 2


def test_a_fault_may_strike_by_what_is_in_the_body(crm: Sandbox) -> None:
    crm.faults([{"kind": "status", "value": 500, "body": "bob@"}])

    assert upsert(crm, person("ann@acme.example")).status_code == 200
    assert upsert(crm, person("bob@acme.example")).status_code == 500


def test_a_redirect_leads_elsewhere_and_applies_nothing(crm: Sandbox) -> None:
    start = crm.ledger()["last"]
    crm.faults([{"kind": "redirect", "times": 1}])

    url = f"{crm.base_url}/crm/v3/objects/contacts"
    answer = crm.http.post(url, json={}, timeout=5, allow_redirects=False)

    assert (answer.status_code, answer.headers["Location"]) == (302, "/elsewhere")
    assert crm.effects(start) == []


def test_cleared_faults_are_gone(crm: Sandbox) -> None:
    crm.faults([{"kind": "status", "value": 500}])
    crm.clear_faults()

    assert upsert(crm, person("ann@acme.example")).status_code == 200
    assert crm.call("GET", "/_practice/faults").json() == []


@pytest.mark.parametrize(
    "given",
    [
        {},
        ["status"],
        [{"kind": "explode"}],
        [{"kind": "status", "value": 200}],
        [{"kind": "status", "value": "x"}],
        [{"kind": "delay", "value": -1}],
        [{"kind": "reset", "value": 1}],
        [{"kind": "reset", "times": 0}],
        [{"kind": "reset", "times": 1.5}],
        [{"kind": "reset", "share": 2}],
        [{"kind": "reset", "retry_after": 2}],
        [{"kind": "reset", "wehn": 2}],
    ],
)
def test_a_fault_that_makes_no_sense_changes_nothing(crm: Sandbox, given: object) -> None:
    crm.faults([{"kind": "hang", "match": "/never"}])

    answer = crm.call("POST", "/_practice/faults", given)

    assert answer.status_code == 400
    assert answer.json()["error"]
    assert [one["kind"] for one in crm.call("GET", "/_practice/faults").json()] == ["hang"]


def test_a_fault_reads_the_same_from_the_command_line() -> None:
    text = "status=429:match=/notes:body=ann@:times=3:retry-after=2:share=0.25"

    fault = parse(text)

    assert fault == Fault(
        kind="status",
        value=429,
        match="/notes",
        body="ann@",
        times=3,
        share=0.25,
        retry_after=2,
    )
    assert parse(str(fault)) == fault


@pytest.mark.parametrize("text", ["", "explode", "reset:times", "status=99", "reset:share=nan"])
def test_a_fault_that_cannot_be_read_says_so(text: str) -> None:
    with pytest.raises(BadFault):
        parse(text)


def test_a_share_strikes_by_chance() -> None:
    chances = iter([0.29, 0.3, 0.9, 0.0])
    faults = FaultSet([parse("reset:share=0.3")], chance=lambda: next(chances))

    struck = [faults.pick("GET", "/") is not None for _ in range(4)]

    assert struck == [True, False, False, True]
