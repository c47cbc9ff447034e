from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from leads.delivery import registry
from leads.delivery.words import Surroundings, in_words, record
from leads.models import Cause, Circuit, Delivery, State
from tests.factories import make_delivery
from tests.fakes import FakeDestination

NOW = datetime(2026, 7, 6, 13, 0, tzinfo=UTC)  # 14:00 in London
HERE = Surroundings(now=NOW, destinations=frozenset({"main"}))
DETAIL = "main: POST /crm/v3/objects/notes: HTTP 503"


def delivery(state: State, **fields: Any) -> Delivery:
    return Delivery(**{"destination": "main", "state": state, "due_at": NOW} | fields)


@pytest.mark.parametrize(
    ("state", "fields", "words"),
    [
        (State.PENDING, {}, "Waiting"),
        (State.LEASED, {}, "Being sent to main"),
        (
            State.DELIVERED,
            {"refs": {"note": {"id": "7", "url": ""}, "person": {"id": "501", "url": ""}}},
            "In CRM as 501 (main)",
        ),
        (State.DELIVERED, {"refs": {"lead": {"id": "L9", "url": ""}}}, "In CRM as L9 (main)"),
        (State.DELIVERED, {}, "In CRM (main)"),
        (
            State.RETRY,
            {
                "due_at": NOW + timedelta(minutes=5),
                "error": "Transient",
                "detail": DETAIL,
                "tries": 3,
            },
            "Trying again at 14:05: HTTP 503 (3 tries)",
        ),
        (
            State.RETRY,
            {
                "due_at": NOW + timedelta(hours=11),
                "error": "Transient",
                "detail": DETAIL,
                "tries": 1,
            },
            "Trying again at 7 Jul 01:00: HTTP 503 (1 try)",
        ),
        (
            State.RETRY,
            {"due_at": NOW - timedelta(hours=1), "error": "Transient", "detail": DETAIL},
            "Trying again at 14:00: HTTP 503",
        ),
        (
            State.UNKNOWN,
            {
                "error": "OutcomeUnknown",
                "detail": "main: POST /crm/v3/objects/notes: sent, but no reply (TimeoutError)",
                "tries": 1,
            },
            "Checking at 14:00 whether it arrived: sent, but no reply (TimeoutError) (1 try)",
        ),
        (State.UNKNOWN, {}, "Checking at 14:00 whether it arrived"),
        (
            State.RETRY,
            {"error": "KeyError", "tries": 2},
            "Trying again at 14:00: a fault in Leadline; its log says more (KeyError) (2 tries)",
        ),
        (
            State.DEAD,
            {"error": "Rejected", "detail": "main: POST /crm/v3/objects/contacts: HTTP 400"},
            "Failed: HTTP 400",
        ),
        (
            State.DEAD,
            {"error": "WorkerLost", "detail": "its worker ended ten times while at it"},
            "Failed: its worker ended ten times while at it",
        ),
        (State.HELD, {}, "Held back: not sent until somebody releases it"),
        (State.CANCELLED, {}, "Cancelled: it will not be sent"),
    ],
)
def test_a_salesperson_reads_where_a_delivery_stands(
    state: State, fields: dict[str, Any], words: str
) -> None:
    assert in_words(delivery(state, **fields), HERE) == words


@pytest.mark.parametrize("state", [State.PENDING, State.RETRY, State.UNKNOWN, State.LEASED])
def test_a_removed_destination_is_named_as_what_is_waited_for(state: State) -> None:
    nowhere = Surroundings(now=NOW, destinations=frozenset({"other"}))

    words = in_words(delivery(state), nowhere)

    assert words == "Waiting: no destination “main” is set up any more"


def test_what_is_delivered_stays_so_without_its_destination() -> None:
    nowhere = Surroundings(now=NOW, destinations=frozenset())

    assert in_words(delivery(State.DELIVERED), nowhere) == "In CRM (main)"


SCOPES = "main: GET /crm/v3/objects/contacts: missing scopes: crm.objects.contacts.read"
HTTP_503 = "main: POST /crm/v3/objects/notes: HTTP 503"
THEN = NOW - timedelta(hours=1)


@pytest.mark.parametrize("state", [State.PENDING, State.RETRY, State.UNKNOWN])
@pytest.mark.parametrize(
    ("circuit", "words"),
    [
        ({"stopped_at": THEN}, "main is paused by hand, since 13:00"),
        (
            {"rests_until": NOW + timedelta(minutes=1), "rest_detail": HTTP_503},
            "main is left alone until 14:01, as it asks: HTTP 503",
        ),
        (
            {"cause": Cause.OUTAGE, "error": "Transient", "detail": HTTP_503},
            "main has not answered since 13:00: HTTP 503; tried again within a minute",
        ),
        (
            {"cause": Cause.REFUSED, "error": "AuthFailed", "detail": SCOPES},
            "main has been paused since 13:00: the CRM refuses our credential: "
            "missing scopes: crm.objects.contacts.read; tried again within a minute",
        ),
        (
            {
                "cause": Cause.SWITCHED_OFF,
                "error": "SwitchedOff",
                "detail": "main: POST /: HTTP 410",
            },
            "main has been paused since 13:00, until somebody resumes it: "
            "the CRM wants no more deliveries: HTTP 410",
        ),
    ],
)
def test_what_keeps_a_whole_destination_waiting_is_told_with_its_reason(
    state: State, circuit: dict[str, Any], words: str
) -> None:
    shut = Circuit(destination="main", since=THEN, **circuit)
    around = Surroundings(now=NOW, destinations=frozenset({"main"}), circuits={"main": shut})

    assert in_words(delivery(state), around) == f"Waiting: {words}"


def test_the_record_leads_to_the_person_s_page() -> None:
    refs = {
        "note": {"id": "7", "url": ""},
        "person": {"id": "501", "url": "https://crm.example/501"},
    }

    found = record(delivery(State.RETRY, refs=refs))

    assert found is not None
    assert (found.id, found.url) == ("501", "https://crm.example/501")
    assert record(delivery(State.PENDING)) is None


@pytest.mark.django_db
def test_by_itself_it_looks_up_how_things_stand_and_a_pause_that_is_over_counts_no_more() -> None:
    waiting = make_delivery()
    Circuit.objects.create(destination="main", rests_until=NOW, rest_detail="HTTP 429")

    with registry.using(FakeDestination("main")):
        assert in_words(waiting) == "Waiting"
    with registry.using():
        assert in_words(waiting) == "Waiting: no destination “main” is set up any more"
