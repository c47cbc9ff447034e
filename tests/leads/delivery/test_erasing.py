"""Erasing a person at every destination, behind what is on its way there."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from leads.crm.base import Ref, Rejected, Transient
from leads.delivery import outbox, registry
from leads.delivery.claims import claim
from leads.delivery.sending import send
from leads.delivery.words import in_words
from leads.delivery.worker import drain
from leads.models import Delivery, Errand, Person, State
from tests.factories import make_delivery, make_enquiry, make_person
from tests.fakes import FakeDestination

pytestmark = pytest.mark.django_db

PERSON = {"person": {"id": "501", "url": ""}}
Clock = time_machine.Traveller


@pytest.fixture
def crm() -> Iterator[FakeDestination]:
    with registry.using(destination := FakeDestination("main")):
        yield destination


@pytest.fixture
def clock() -> Iterator[Clock]:
    with time_machine.travel(timezone.now(), tick=False) as traveller:
        yield traveller


@pytest.fixture
def person(db: None) -> Person:
    return make_person(email="ann@acme.example")


def sent(person: Person, state: State = State.DELIVERED, **fields: object) -> Delivery:
    return make_delivery(enquiry=make_enquiry(person=person), state=state, **fields)


def erasures() -> list[str]:
    return list(Delivery.objects.filter(kind=Errand.ERASE).values_list("state", flat=True))


def test_a_person_is_erased_where_they_were_sent_with_all_that_was_made_of_them(
    crm: FakeDestination, person: Person
) -> None:
    sent(person, refs=PERSON)
    sent(person, refs=PERSON | {"note": {"id": "502", "url": ""}})

    assert outbox.erase(person) == 1
    assert not outbox.is_erased(person)
    drain()

    assert crm.calls == [("erase", "", "ann@acme.example")]
    assert crm.erasures == [
        [{"person": Ref(id="501")}, {"person": Ref(id="501"), "note": Ref(id="502")}]
    ]
    assert outbox.is_erased(person)


@pytest.mark.parametrize("state", [State.PENDING, State.HELD])
def test_what_was_never_sent_is_cancelled_and_needs_no_erasure(
    crm: FakeDestination, person: Person, state: State
) -> None:
    delivery = sent(person, state)

    assert outbox.erase(person) == 0
    drain()

    delivery.refresh_from_db()
    assert (delivery.state, crm.calls) == (State.CANCELLED, [])
    assert outbox.is_erased(person)
    assert not outbox.resend(delivery)


@pytest.mark.parametrize("state", [State.RETRY, State.DEAD, State.UNKNOWN])
def test_what_may_have_arrived_is_cancelled_and_erased(
    crm: FakeDestination, clock: Clock, person: Person, state: State
) -> None:
    settles = timezone.now() + timedelta(seconds=20) if state == State.UNKNOWN else None
    refs = {} if state == State.UNKNOWN else PERSON
    delivery = sent(person, state, refs=refs, settles_at=settles)

    assert outbox.erase(person) == 1
    drain()
    assert (crm.calls == []) is (state == State.UNKNOWN)  # it could still take effect
    clock.shift(timedelta(seconds=20))
    drain()

    delivery.refresh_from_db()
    assert delivery.state == State.CANCELLED
    assert crm.asked() == ["erase "]
    assert outbox.is_erased(person)


def test_what_is_being_sent_settles_first_and_is_not_tried_again(
    crm: FakeDestination, clock: Clock, person: Person
) -> None:
    delivery = sent(person, State.PENDING)
    held = claim("main")
    assert held is not None
    outbox.erase(person)
    assert drain() == 0
    assert not outbox.is_erased(person)

    crm.scripts["note"] = [Transient("main: HTTP 503")]
    send(held, crm)
    delivery.refresh_from_db()
    assert delivery.state == State.CANCELLED
    drain()

    assert crm.asked() == ["run person", "run note", "erase "]
    assert outbox.is_erased(person)


def test_what_the_person_sends_afterwards_goes_behind_the_erasure(
    crm: FakeDestination, clock: Clock, person: Person
) -> None:
    sent(person, refs=PERSON)
    outbox.erase(person)
    crm.scripts["erase"] = [Transient("main: HTTP 503")]
    person.refresh_from_db()
    outbox.enqueue(make_enquiry(person=person))

    drain()
    assert crm.asked() == ["erase "]
    clock.shift(timedelta(minutes=2))
    drain()

    assert crm.asked() == ["erase ", "erase ", "run person", "run note", "run task"]


def test_asking_twice_queues_one(crm: FakeDestination, person: Person) -> None:
    sent(person, refs=PERSON)

    assert [outbox.erase(person), outbox.erase(person)] == [1, 1]

    assert erasures() == [State.PENDING]


def test_each_destination_is_asked_and_one_that_cannot_leaves_it_to_a_person(
    crm: FakeDestination, person: Person
) -> None:
    paper = FakeDestination("paper")
    paper.erases = False
    for name in ("main", "paper"):
        make_delivery(enquiry=make_enquiry(person=person), destination=name, refs=PERSON)
    with registry.using(crm, paper):
        assert outbox.erase(person) == 2
        drain()

    left = Delivery.objects.get(kind=Errand.ERASE, destination="paper")
    assert (crm.asked(), paper.asked()) == (["erase "], [])
    assert (left.state, left.error) == (State.DEAD, "CannotErase")
    assert "remove the person there by hand" in in_words(left)
    assert not outbox.is_erased(person)


def test_a_refused_erasure_is_not_tried_with_less_but_left_to_a_person(
    crm: FakeDestination, person: Person
) -> None:
    sent(person, refs=PERSON)
    outbox.erase(person)
    crm.scripts["erase"] = [Rejected("main: HTTP 400", http_status=400)]

    drain()

    assert erasures() == [State.DEAD]


def test_what_a_destination_leaves_behind_is_told(crm: FakeDestination, person: Person) -> None:
    sent(person, refs=PERSON)
    outbox.erase(person)
    crm.left = "contact 501, which has another address by now"

    drain()

    erasure = Delivery.objects.get(kind=Errand.ERASE)
    assert in_words(erasure) == (
        "Erased (main). To remove by hand: contact 501, which has another address by now"
    )


def test_somebody_who_was_erased_is_not_sent_anew(crm: FakeDestination, person: Person) -> None:
    delivery = sent(person, refs=PERSON)
    outbox.erase(person)
    drain()

    assert not outbox.send_anew(delivery)


def test_what_is_gone_from_the_crm_is_made_anew_and_what_is_still_there_is_not_made_twice(
    crm: FakeDestination,
) -> None:
    delivery = make_delivery()
    drain()
    del crm.records["note", str(delivery.enquiry_id)]
    delivery.refresh_from_db()

    assert outbox.send_anew(delivery)
    assert not outbox.send_anew(delivery)
    drain()

    assert crm.asked()[3:] == ["run person", "find note", "run note", "find task"]
    assert (crm.count("person"), crm.count("note"), crm.count("task")) == (1, 1, 1)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.looks_first) == (State.DELIVERED, False)
