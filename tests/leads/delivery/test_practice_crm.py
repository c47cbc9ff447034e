"""Deliveries into the practice CRM, a real HTTP server, judged by what it holds in the end."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from leads.capture.record import Contact, Submission, record_enquiry
from leads.crm.hubspot import HubSpot
from leads.crm.url import parse_destinations
from leads.delivery import registry
from leads.delivery.words import in_words
from leads.delivery.worker import drain
from leads.models import Attempt, Cause, Circuit, Delivery, State
from tests.factories import PHONE, make_delivery, make_enquiry, make_person
from tests.processes import crm_url
from tests.sandbox import Sandbox, start_sandbox

pytestmark = pytest.mark.django_db

ONCE = {"notes": 1, "tasks": 1}
Clock = time_machine.Traveller


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    with start_sandbox(tmp_path_factory.mktemp("crm"), "--rate", "0") as running:
        yield running


@pytest.fixture
def crm(practice: Sandbox) -> Iterator[Sandbox]:
    """An empty practice CRM without faults, which is the destination "main"."""
    practice.clear_faults()
    practice.reset()
    with registry.using(hubspot(practice)):
        yield practice


@pytest.fixture
def clock() -> Iterator[Clock]:
    with time_machine.travel(timezone.now()) as traveller:
        yield traveller


def hubspot(crm: Sandbox, token: str = "") -> HubSpot:
    [url] = parse_destinations(crm_url(crm, token=token))
    return HubSpot.from_url(url)


def deliver(clock: Clock) -> None:
    """Deliver until everything is settled. The waiting times are skipped, not waited for."""
    for _ in range(30):
        drain()
        due = list(Delivery.objects.waiting().values_list("due_at", flat=True))
        if not due:
            return
        ends = [
            each for pair in Circuit.objects.values_list("until", "rests_until") for each in pair
        ]
        later = [each for each in [*due, *ends] if each]
        clock.move_to(max([timezone.now(), *later]) + timedelta(milliseconds=1))
    pytest.fail("deliveries were not settled")


def notes(crm: Sandbox, after: int) -> list[str]:
    """Return the body of each request that wrote a note, in their order."""
    return [one["body"] for one in crm.requests(after) if one["path"] == "/crm/v3/objects/notes"]


def outcomes() -> list[str]:
    return [each.outcome for each in Attempt.objects.all()]


def test_an_enquiry_becomes_one_contact_one_note_and_one_task(crm: Sandbox) -> None:
    start = crm.ledger()["last"]
    person = make_person(email="ann@acme.example", name="Ann Lee", company="Acme", phone=PHONE)
    enquiry = make_enquiry(person=person, callback="soon", message="Our server is on fire.")
    delivery = make_delivery(enquiry=enquiry)

    drain()

    delivery.refresh_from_db()
    assert delivery.state == State.DELIVERED
    assert crm.counts()["by_email"] == {"ann@acme.example": ONCE}
    [note] = notes(crm, start)
    assert "Our server is on fire." in note
    assert str(enquiry.pk) in note
    assert in_words(delivery) == f"In CRM as {delivery.refs['person']['id']} (main)"


def test_an_address_in_another_script_and_an_extension_reach_the_crm(crm: Sandbox) -> None:
    start = crm.ledger()["last"]
    contact = Contact(
        name="Ann Lee",
        email="Ann@Müller.example",
        phone=f"{PHONE};ext=12",
        phone_typed="020 7946 0018 ext 12",
        callback="soon",
    )
    record_enquiry(Submission(form_key="form", contact=contact))

    drain()

    assert crm.counts()["by_email"] == {"ann@xn--mller-kva.example": ONCE}
    assert f"{PHONE} ext. 12" in notes(crm, start)[0]
    [upsert] = [one["body"] for one in crm.requests(start) if "upsert" in one["path"]]
    assert f'"phone": "{PHONE} ext. 12"' in upsert


@pytest.mark.parametrize("path", ["contacts/batch/upsert", "/notes", "/tasks"])
@pytest.mark.parametrize("kind", ["apply-then-drop", "garbage"])
def test_a_call_that_is_applied_and_not_answered_leaves_no_double(
    crm: Sandbox, clock: Clock, path: str, kind: str
) -> None:
    make_delivery(enquiry=make_enquiry(person=make_person(email="ann@acme.example")))
    crm.faults([{"kind": kind, "match": f"POST /crm/v3/objects/{path.strip('/')}", "times": 1}])

    deliver(clock)

    assert outcomes() == ["OutcomeUnknown", "Delivered"]
    assert crm.counts()["by_email"] == {"ann@acme.example": ONCE}


@pytest.mark.parametrize("path", ["contacts", "notes", "tasks"])
def test_a_call_that_is_cut_off_and_not_applied_is_made_up_for(
    crm: Sandbox, clock: Clock, path: str
) -> None:
    make_delivery(enquiry=make_enquiry(person=make_person(email="ann@acme.example")))
    crm.faults([{"kind": "reset", "match": f"POST /crm/v3/objects/{path}", "times": 1}])

    deliver(clock)

    assert outcomes()[0] == "OutcomeUnknown"
    assert outcomes()[-1] == "Delivered"
    assert crm.counts()["by_email"] == {"ann@acme.example": ONCE}


def test_a_crm_that_is_out_of_service_gets_everything_once_it_is_back(
    crm: Sandbox, clock: Clock
) -> None:
    make_delivery(enquiry=make_enquiry(person=make_person(email="ann@acme.example")))
    crm.faults([{"kind": "status", "value": 503, "times": 3}])

    deliver(clock)

    statuses = Attempt.objects.values_list("outcome", "http_status")
    assert list(statuses) == [("Transient", 503)] * 3 + [("Delivered", None)]
    assert crm.counts()["by_email"] == {"ann@acme.example": ONCE}


def test_a_crm_that_is_not_there_gets_everything_once_it_is(crm: Sandbox, clock: Clock) -> None:
    delivery = make_delivery()
    with registry.using(HubSpot(name="main", base_url="http://127.0.0.1:1")):
        drain()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.error) == (State.RETRY, "Transient")

    deliver(clock)

    assert list(crm.counts()["by_email"].values()) == [ONCE]


def test_a_crm_that_asks_to_slow_down_is_left_alone_for_as_long_as_it_says(
    crm: Sandbox, clock: Clock
) -> None:
    for _ in range(3):
        make_delivery()
    start = crm.ledger()["last"]
    crm.faults([{"kind": "status", "value": 429, "retry_after": 40, "times": 1}])

    drain()

    assert [one["status"] for one in crm.requests(start)] == [429]
    assert 38 < (Circuit.objects.get().rests_until - timezone.now()).total_seconds() <= 40
    assert {each.tries for each in Delivery.objects.all()} == {0}
    deliver(clock)
    assert crm.counts()["contacts"] == 3


def test_a_credential_that_is_refused_pauses_and_a_new_one_doubles_nothing(
    crm: Sandbox, clock: Clock
) -> None:
    deliveries: list[Any] = [make_delivery() for _ in range(2)]
    start = crm.ledger()["last"]
    with registry.using(hubspot(crm, token="rotated")):
        drain()
        assert [one["status"] for one in crm.requests(start)] == [401]
        assert "main has been paused since" in in_words(deliveries[1])

    deliver(clock)

    assert outcomes() == ["AuthFailed", "Delivered", "Delivered"]
    assert list(crm.counts()["by_email"].values()) == [ONCE, ONCE]
    assert Circuit.objects.get().cause == Cause.NONE


def test_a_person_who_writes_twice_is_one_contact_with_two_notes_in_their_order(
    crm: Sandbox, clock: Clock
) -> None:
    person = make_person(email="ann@acme.example")
    start = crm.ledger()["last"]
    enquiries = [make_enquiry(person=person), make_enquiry(person=person)]
    for enquiry in reversed(enquiries):
        make_delivery(enquiry=enquiry)
    crm.faults([{"kind": "apply-then-drop", "match": "/notes", "times": 1}])

    deliver(clock)

    assert crm.counts()["by_email"] == {"ann@acme.example": {"notes": 2, "tasks": 2}}
    first, second = notes(crm, start)
    assert str(enquiries[0].pk) in first
    assert str(enquiries[1].pk) in second


def test_an_enquiry_that_the_crm_refuses_is_left_to_a_person_and_holds_up_no_other(
    crm: Sandbox, clock: Clock
) -> None:
    refused = make_delivery(enquiry=make_enquiry(person=make_person(email="not an address")))
    other = make_delivery()

    deliver(clock)

    refused.refresh_from_db()
    other.refresh_from_db()
    assert (refused.state, refused.error) == (State.DEAD, "Rejected")
    assert "not an address" not in refused.detail
    assert other.state == State.DELIVERED
