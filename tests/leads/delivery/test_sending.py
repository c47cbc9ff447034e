"""Tries against a destination in memory, and what becomes of the delivery."""

import logging
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from leads.crm.base import (
    AuthFailed,
    OutcomeUnknown,
    RateLimited,
    Rejected,
    Transient,
)
from leads.delivery import outbox, registry
from leads.delivery.claims import claim
from leads.delivery.sending import send
from leads.delivery.worker import drain
from leads.models import Attempt, Circuit, Delivery, State
from tests.factories import make_delivery, make_enquiry, make_person
from tests.fakes import FakeDestination

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)
Clock = time_machine.Traveller


@pytest.fixture
def crm() -> Iterator[FakeDestination]:
    with registry.using(destination := FakeDestination("main")):
        yield destination


@pytest.fixture
def clock() -> Iterator[Clock]:
    with time_machine.travel(timezone.now(), tick=False) as traveller:
        yield traveller


def outcomes() -> list[str]:
    return [each.outcome for each in Attempt.objects.all()]


def lose_worker(delivery: Delivery) -> None:
    """Claim as a worker does that is killed then, six seconds ago."""
    assert claim("main", timedelta(0)) is not None


def test_a_delivery_goes_through_its_steps_and_keeps_what_they_made(crm: FakeDestination) -> None:
    delivery = make_delivery()

    assert drain() == 1

    delivery.refresh_from_db()
    assert crm.asked() == ["run person", "run note", "run task"]
    assert (delivery.state, delivery.lease, delivery.error) == (State.DELIVERED, None, "")
    assert delivery.due_at is None
    assert delivery.delivered_at is not None
    assert {step: ref["id"] for step, ref in delivery.refs.items()} == {
        "person": "person-1",
        "note": "note-2",
        "task": "task-3",
    }
    assert outcomes() == ["Delivered"]


def test_a_person_s_enquiries_are_delivered_in_the_order_they_were_made(
    crm: FakeDestination, clock: Clock
) -> None:
    person = make_person()
    enquiries = [make_enquiry(person=person) for _ in range(3)]
    for enquiry in reversed(enquiries):
        make_delivery(enquiry=enquiry)
    crm.scripts["person"] = [Transient("main: POST /x: HTTP 503")]

    drain()
    assert [reference for _, _, reference in crm.calls] == [enquiries[0].reference]
    clock.shift(MINUTE)
    drain()

    notes = [reference for _, step, reference in crm.calls if step == "note"]
    assert notes == [each.reference for each in enquiries]


def test_a_failure_that_passes_is_tried_again_later_and_from_where_it_stopped(
    crm: FakeDestination, clock: Clock
) -> None:
    delivery = make_delivery()
    crm.scripts["note"] = [Transient("main: POST /notes: HTTP 503", http_status=503)]

    assert drain() == 1

    delivery.refresh_from_db()
    assert (delivery.state, delivery.tries) == (State.RETRY, 1)
    assert (delivery.error, delivery.detail) == ("Transient", "main: POST /notes: HTTP 503")
    assert 1 <= (delivery.due_at - timezone.now()).total_seconds() <= 5
    assert list(delivery.refs) == ["person"]
    attempt = Attempt.objects.get()
    assert (attempt.step, attempt.outcome, attempt.http_status) == ("note", "Transient", 503)

    clock.shift(MINUTE)
    drain()

    delivery.refresh_from_db()
    assert delivery.state == State.DELIVERED
    assert crm.asked() == ["run person", "run note", "run note", "run task"]


def test_a_destination_that_names_a_time_is_not_asked_before_it(
    crm: FakeDestination, clock: Clock
) -> None:
    make_delivery()
    crm.scripts["person"] = [Transient("main: POST /x: HTTP 503", retry_after=90)]
    drain()

    clock.shift(timedelta(seconds=89))
    assert drain() == 0
    clock.shift(timedelta(seconds=1))
    assert drain() == 1


def test_an_outage_of_any_length_gives_nothing_up(crm: FakeDestination, clock: Clock) -> None:
    delivery = make_delivery()
    crm.scripts["person"] = [Transient("main: POST /x: HTTP 503") for _ in range(150)]

    for _ in range(150):
        clock.shift(timedelta(hours=6))
        drain()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.tries) == (State.RETRY, 150)

    clock.shift(timedelta(hours=6))
    drain()
    delivery.refresh_from_db()
    assert delivery.state == State.DELIVERED


@pytest.mark.parametrize("step", ["note", "task"])
def test_a_call_that_was_applied_but_not_answered_is_found_and_not_repeated(
    crm: FakeDestination, clock: Clock, step: str
) -> None:
    delivery = make_delivery()
    crm.lose(step, OutcomeUnknown("main: sent, but no reply"))

    drain()

    delivery.refresh_from_db()
    assert (delivery.state, delivery.tries) == (State.UNKNOWN, 1)
    assert 1 <= (delivery.due_at - timezone.now()).total_seconds() <= 2

    clock.shift(timedelta(seconds=2))
    drain()

    delivery.refresh_from_db()
    assert delivery.state == State.DELIVERED
    assert (crm.count("person"), crm.count("note"), crm.count("task")) == (1, 1, 1)
    assert crm.asked().count(f"run {step}") == 1


def test_a_call_that_was_not_applied_is_repeated_but_not_before_it_can_take_effect_no_more(
    crm: FakeDestination, clock: Clock
) -> None:
    delivery = make_delivery()
    crm.scripts["note"] = [OutcomeUnknown("main: sent, but no reply")]
    drain()

    clock.shift(timedelta(seconds=2))
    assert drain() == 1
    delivery.refresh_from_db()
    assert (delivery.state, delivery.due_at) == (State.UNKNOWN, delivery.settles_at)
    clock.shift(timedelta(seconds=17.5))
    assert drain() == 0
    clock.shift(timedelta(seconds=1))
    assert drain() == 1

    delivery.refresh_from_db()
    assert delivery.state == State.DELIVERED
    assert crm.asked()[1:5] == ["run note", "find note", "find note", "run note"]
    assert outcomes() == ["OutcomeUnknown", "NotYetCertain", "Delivered"]
    assert crm.count("note") == 1


def test_a_call_that_takes_effect_late_is_found_and_not_repeated(
    crm: FakeDestination, clock: Clock
) -> None:
    make_delivery()
    crm.scripts["note"] = [OutcomeUnknown("main: sent, but no reply")]
    drain()
    clock.shift(timedelta(seconds=2))
    drain()

    crm.apply("note", crm.enquiries[-1])
    clock.shift(timedelta(seconds=19))
    drain()

    assert Delivery.objects.get().state == State.DELIVERED
    assert crm.count("note") == 1


def test_a_doubtful_upsert_is_simply_repeated(crm: FakeDestination, clock: Clock) -> None:
    make_delivery()
    crm.lose("person", OutcomeUnknown("main: sent, but no reply"))
    drain()

    clock.shift(MINUTE)
    drain()

    assert crm.asked() == ["run person", "run person", "run note", "run task"]
    assert crm.count("person") == 1


def test_the_doubt_about_one_step_is_none_about_the_next(
    crm: FakeDestination, clock: Clock
) -> None:
    make_delivery()
    crm.lose("note", OutcomeUnknown("main: sent, but no reply"))
    drain()
    clock.shift(timedelta(seconds=2))
    drain()

    assert crm.asked() == ["run person", "run note", "find note", "run task"]


@pytest.mark.parametrize(
    "failure", [Transient("main: GET /x: HTTP 503"), RateLimited("main: GET /x: HTTP 429")]
)
def test_a_look_that_fails_leaves_the_outcome_in_doubt(
    crm: FakeDestination, clock: Clock, failure: Exception
) -> None:
    delivery = make_delivery()
    crm.scripts["note"] = [OutcomeUnknown("main: sent, but no reply")]
    crm.scripts["find_note"] = [failure]
    drain()
    delivery.refresh_from_db()
    doubt = delivery.settles_at

    clock.shift(timedelta(seconds=2))
    drain()

    delivery.refresh_from_db()
    assert (delivery.state, delivery.settles_at) == (State.UNKNOWN, doubt)


@pytest.mark.parametrize("step", ["person", "note"])
def test_a_call_that_is_never_answered_is_repeated_as_long_as_no_other_delivery_is_answered(
    crm: FakeDestination, clock: Clock, step: str
) -> None:
    delivery = make_delivery()
    crm.scripts[step] = [OutcomeUnknown("main: POST /x: HTTP 500") for _ in range(40)]

    while delivery.state != State.DELIVERED:
        waited = delivery.due_at - timezone.now()
        assert waited <= MINUTE
        clock.move_to(delivery.due_at)
        drain()
        delivery.refresh_from_db()

    assert delivery.tries == 40
    assert delivery.strikes == 0
    assert crm.count(step) == 1
    assert Attempt.objects.count() < 70  # and not one more for each of a month's tries


def test_a_call_that_a_killed_worker_began_is_looked_for_before_it_is_repeated(
    crm: FakeDestination, clock: Clock
) -> None:
    delivery = make_delivery(refs={"person": {"id": "person-1", "url": ""}})
    lose_worker(delivery)

    drain()

    delivery.refresh_from_db()
    assert crm.asked() == ["find note"]
    assert (delivery.state, delivery.crashes) == (State.UNKNOWN, 0)
    clock.shift(timedelta(seconds=20))
    drain()
    assert crm.asked() == ["find note", "find note", "run note", "run task"]
    assert outcomes() == ["WorkerLost", "NotYetCertain", "Delivered"]


def test_too_many_requests_pause_the_destination_and_cost_the_delivery_no_try(
    crm: FakeDestination, clock: Clock
) -> None:
    first = make_delivery(due_at=timezone.now() - MINUTE)
    make_delivery()
    crm.scripts["person"] = [RateLimited("main: POST /x: HTTP 429", retry_after=30)]

    assert drain() == 1

    first.refresh_from_db()
    assert (first.state, first.tries) == (State.RETRY, 0)
    assert Circuit.objects.get().rests_until == timezone.now() + timedelta(seconds=30)
    clock.shift(timedelta(seconds=29))
    assert drain() == 0
    clock.shift(timedelta(seconds=1))
    assert drain() == 2


def test_without_a_time_named_too_many_requests_are_ten_seconds_of_rest(
    crm: FakeDestination, clock: Clock
) -> None:
    make_delivery()
    crm.scripts["person"] = [RateLimited("main: POST /x: HTTP 429")]

    drain()

    assert Circuit.objects.get().rests_until == timezone.now() + timedelta(seconds=10)


def test_a_rest_is_never_cut_short_by_a_shorter_one(crm: FakeDestination) -> None:
    now = timezone.now()
    for minutes in (5, 1):
        Circuit.objects.rest("main", now + minutes * MINUTE, minutes * MINUTE, f"{minutes} minutes")

    rest = Circuit.objects.get()
    assert (rest.rests_until, rest.rest_detail) == (now + 5 * MINUTE, "5 minutes")


def test_a_success_that_began_before_a_rest_does_not_end_it(
    crm: FakeDestination, clock: Clock
) -> None:
    delivery = make_delivery(refs={step: {"id": "1", "url": ""} for step in ("person", "note")})
    until = timezone.now() + MINUTE
    crm.scripts["task"] = [lambda: Circuit.objects.rest("main", until, MINUTE, "")]

    drain()

    delivery.refresh_from_db()
    assert delivery.state == State.DELIVERED
    assert Circuit.objects.get().rests_until == until


@pytest.mark.parametrize("status", [429, 503])
def test_a_try_under_way_makes_no_further_call_once_the_destination_wants_rest(
    crm: FakeDestination, clock: Clock, status: int
) -> None:
    delivery = make_delivery()
    until = timezone.now() + MINUTE
    crm.scripts["person"] = [lambda: Circuit.objects.rest("main", until, MINUTE, f"HTTP {status}")]

    drain()

    delivery.refresh_from_db()
    assert crm.asked() == ["run person"]
    assert (delivery.state, delivery.tries, delivery.due_at) == (State.PENDING, 0, until)
    clock.move_to(until)
    drain()
    assert crm.asked() == ["run person", "run note", "run task"]


def test_a_paused_destination_delays_no_other(crm: FakeDestination) -> None:
    other = FakeDestination("other")
    enquiry = make_enquiry()
    make_delivery(enquiry=enquiry)
    make_delivery(enquiry=enquiry, destination="other")
    crm.scripts["person"] = [AuthFailed("main: HTTP 401")]

    with registry.using(crm, other):
        drain()

    states = dict(Delivery.objects.values_list("destination", "state"))
    assert states == {"main": State.RETRY, "other": State.DELIVERED}


def test_a_refused_enquiry_is_sent_once_more_with_the_least_that_sales_can_work_with(
    crm: FakeDestination, clock: Clock
) -> None:
    person = make_person(company="Acme", phone="+442079460018")
    delivery = make_delivery(enquiry=make_enquiry(person=person, company="Acme & Sons"))
    crm.scripts["person"] = [Rejected("main: HTTP 400", http_status=400, fields=("phone",))]
    drain()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.minimal, delivery.tries) == (State.RETRY, True, 0)

    clock.shift(timedelta(seconds=2))
    drain()

    delivery.refresh_from_db()
    assert delivery.state == State.DELIVERED
    whole, least = crm.enquiries[0], crm.enquiries[1]
    assert (whole.company, whole.phone, whole.minimal) == ("Acme", "+442079460018", False)
    assert (least.company, least.phone, least.minimal) == ("", "", True)
    assert (least.email, least.name) == (whole.email, whole.name)
    assert (least.company_as_given, least.phone_as_given) == ("Acme & Sons", "+442079460018")


def test_an_enquiry_refused_twice_is_left_to_a_person_with_the_reason(
    crm: FakeDestination, clock: Clock
) -> None:
    delivery = make_delivery()
    refusal = Rejected("main: POST /notes: HTTP 400", http_status=400)
    crm.scripts["note"] = [refusal, refusal]

    drain()
    clock.shift(timedelta(seconds=2))
    drain()

    delivery.refresh_from_db()
    assert (delivery.state, delivery.error, delivery.due_at) == (State.DEAD, "Rejected", None)
    assert delivery.detail == "main: POST /notes: HTTP 400"
    assert delivery.died_at == timezone.now()
    assert list(delivery.refs) == ["person"]
    clock.shift(timedelta(days=400))
    assert drain() == 0


def test_a_fault_of_ours_is_tried_again_and_its_text_is_kept_nowhere(
    crm: FakeDestination, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    delivery = make_delivery()
    crm.scripts["person"] = [KeyError("ann@acme.example"), ValueError("+442079460018")]

    with caplog.at_level(logging.DEBUG):
        for _ in range(3):
            drain()
            clock.shift(MINUTE)

    delivery.refresh_from_db()
    assert (delivery.state, delivery.tries) == (State.DELIVERED, 2)
    assert outcomes() == ["KeyError", "ValueError", "Delivered"]
    assert "KeyError at fakes.py:" in caplog.text
    for secret in ("@acme.example", "+4420", "Ann"):
        assert secret not in caplog.text
    assert "@" not in str(list(Delivery.objects.values()) + list(Attempt.objects.values()))


def test_a_fault_in_the_middle_of_a_step_leaves_its_outcome_in_doubt(
    crm: FakeDestination, clock: Clock
) -> None:
    make_delivery()
    crm.lose("note", KeyError("id"))
    drain()

    clock.shift(MINUTE)
    drain()

    assert Delivery.objects.get().state == State.DELIVERED
    assert crm.count("note") == 1


def test_a_fault_of_ours_gives_up_after_twenty_tries_and_seven_days(
    crm: FakeDestination, clock: Clock
) -> None:
    delivery = make_delivery()
    crm.scripts["person"] = [KeyError() for _ in range(60)]

    for _ in range(25):
        clock.shift(timedelta(hours=6))
        drain()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.tries, delivery.strikes) == (State.RETRY, 25, 25)
    clock.shift(timedelta(days=1))
    drain()

    delivery.refresh_from_db()
    assert (delivery.state, delivery.error, delivery.due_at) == (State.DEAD, "KeyError", None)


def test_an_enquiry_that_cannot_be_put_together_is_tried_again_and_holds_up_no_other(
    crm: FakeDestination,
) -> None:
    broken = make_delivery(enquiry=make_enquiry(answers=[{"text": "no question"}]))
    whole = make_delivery()

    drain()

    broken.refresh_from_db()
    whole.refresh_from_db()
    assert (broken.state, broken.error, broken.settles_at) == (State.RETRY, "KeyError", None)
    assert whole.state == State.DELIVERED


def test_a_worker_that_is_ending_begins_no_call_and_leaves_the_rest_to_the_next(
    crm: FakeDestination,
) -> None:
    delivery = make_delivery()
    held = claim("main")
    assert held is not None
    answers = iter([True, False])

    send(held, crm, lambda: next(answers))

    delivery.refresh_from_db()
    assert crm.asked() == ["run person"]
    assert (delivery.state, delivery.lease, delivery.tries) == (State.PENDING, None, 0)
    drain()
    assert crm.asked() == ["run person", "run note", "run task"]


def test_a_worker_that_lost_its_lease_in_a_call_stops_without_a_trace(
    crm: FakeDestination, caplog: pytest.LogCaptureFixture
) -> None:
    delivery = make_delivery()
    held = claim("main")
    assert held is not None

    def be_overtaken() -> None:
        Delivery.objects.update(lease_until=timezone.now() - MINUTE)
        assert claim("main") is not None

    crm.scripts["person"] = [be_overtaken]
    with caplog.at_level(logging.INFO):
        send(held, crm)

    delivery.refresh_from_db()
    assert crm.asked() == ["run person"]
    assert (delivery.state, delivery.refs) == (State.LEASED, {})
    assert outcomes() == ["WorkerLost"]
    assert "taken over by another worker" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_no_transaction_is_open_while_a_destination_is_called() -> None:
    open_in_calls: list[bool] = []

    def note() -> None:
        open_in_calls.append(connection.in_atomic_block)

    destination = FakeDestination("main", person=[note], note=[note], find_task=[note], task=[note])
    make_delivery()
    with registry.using(destination):
        drain()

    assert open_in_calls == [False, False, False]


def test_every_destination_gets_one_delivery_and_none_gets_none(crm: FakeDestination) -> None:
    enquiry = make_enquiry()
    with registry.using(crm, FakeDestination("other")):
        outbox.enqueue(enquiry)
    with registry.using():
        outbox.enqueue(make_enquiry())

    rows = Delivery.objects.filter(state=State.PENDING).values_list("enquiry", "destination")
    assert set(rows) == {(enquiry.pk, "main"), (enquiry.pk, "other")}


def test_what_is_due_can_be_sent_by_a_command_that_ends(
    crm: FakeDestination, capsys: pytest.CaptureFixture[str]
) -> None:
    make_delivery()
    make_delivery()

    call_command("worker", "--once")

    assert capsys.readouterr().out == "2 tries made.\n"
    assert crm.count("note") == 2
