"""`manage.py deliveries`, as the operator types it."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from leads.crm.base import OutcomeUnknown, Rejected, Transient
from leads.delivery import outbox, registry
from leads.delivery.worker import drain
from leads.models import Delivery, Heartbeat, State
from tests.factories import make_delivery, make_enquiry, make_person
from tests.fakes import FakeDestination

pytestmark = pytest.mark.django_db

Said = pytest.CaptureFixture[str]


@pytest.fixture
def crm() -> Iterator[FakeDestination]:
    with registry.using(destination := FakeDestination("main")):
        yield destination


def deliveries(capsys: Said, *arguments: str) -> str:
    capsys.readouterr()
    call_command("deliveries", *arguments)
    return capsys.readouterr().out


def failed() -> Delivery:
    return make_delivery(
        state=State.DEAD, error="Rejected", detail="main: POST /x: HTTP 400", died_at=timezone.now()
    )


def test_the_list_begins_with_how_each_destination_stands(
    crm: FakeDestination, capsys: Said
) -> None:
    make_delivery(state=State.DELIVERED)
    broken, waiting = failed(), make_delivery()
    make_delivery(destination="old")

    text = deliveries(capsys, "list")

    assert "No worker has been heard of for a minute" in text
    assert "main: 1 delivered, 1 waiting, 1 failed. Now: it takes deliveries." in text
    assert "old: 0 delivered, 1 waiting, 0 failed. It is not set up any more." in text
    for each, words in ((broken, "Failed: HTTP 400"), (waiting, "Waiting")):
        assert any(each.enquiry.reference in line and words in line for line in text.splitlines())
    assert "acme.example" not in text


def test_a_worker_that_lives_is_not_missed(crm: FakeDestination, capsys: Said) -> None:
    Heartbeat.objects.beat(timezone.now())

    assert "No worker" not in deliveries(capsys, "list")
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        assert "No worker" in deliveries(capsys, "list")
    Heartbeat.objects.stop()
    assert not Heartbeat.objects.exists()


def test_the_list_can_be_narrowed(crm: FakeDestination, capsys: Said) -> None:
    rows = {state: make_delivery(state=state) for state in (State.DELIVERED, State.HELD)}
    other = make_delivery(destination="mail")

    assert rows[State.HELD].enquiry.reference in deliveries(capsys, "list", "--state", "held")
    everything = deliveries(capsys, "list", "--state", "waiting", "--destination", "mail")
    assert other.enquiry.reference in everything
    assert rows[State.HELD].enquiry.reference not in everything


def test_a_delivery_s_life_is_told_in_words(crm: FakeDestination, capsys: Said) -> None:
    with time_machine.travel("2026-07-06T13:00:00Z", tick=False) as clock:
        delivery = make_delivery(enquiry=make_enquiry(person=make_person(name="Zoë Quill")))
        crm.scripts["person"] = [Transient("main: POST /x: HTTP 503", http_status=503)]
        crm.scripts["note"] = [OutcomeUnknown("main: POST /y: sent, but no reply")]
        refusal = Rejected("main: POST /z: HTTP 400", http_status=400)
        crm.scripts["task"] = [refusal, refusal]
        for _ in range(5):
            drain()
            clock.shift(timedelta(seconds=30))

        by_number = deliveries(capsys, "explain", str(delivery.pk))
        by_reference = deliveries(capsys, "explain", delivery.enquiry.reference.lower())

    assert by_number == by_reference
    lines = by_number.splitlines()
    assert lines[0] == (
        f"Delivery {delivery.pk}: enquiry {delivery.enquiry.reference} for main, "
        "put in on 6 July 2026 at 14:00:00."
    )
    assert lines[1].startswith(
        "Tried on 6 July 2026 at 14:00:00, at its step “person”: "
        "the destination could not take it (HTTP 503) after "
    )
    assert "no answer came back, so its outcome was in doubt" in lines[2]
    assert "It was refused once, so only name and address go as fields" in by_number
    assert "Now: Failed: HTTP 400" in by_number
    assert f"deliveries replay {delivery.pk}" in lines[-1]
    assert "Zoë" not in by_number


def test_an_erasure_s_life_names_nobody(crm: FakeDestination, capsys: Said) -> None:
    person = make_person(email="ann@acme.example")
    make_delivery(enquiry=make_enquiry(person=person), state=State.DELIVERED)
    outbox.erase(person)
    erasure = Delivery.objects.get(kind="erase")

    text = deliveries(capsys, "explain", str(erasure.pk))

    assert text.startswith(
        f"Delivery {erasure.pk}: the erasure of person {person.pk} at main, put in on"
    )
    assert "erasure" in deliveries(capsys, "list")
    assert "acme.example" not in text


def test_a_replay_only_counts_until_it_is_confirmed(crm: FakeDestination, capsys: Said) -> None:
    failed(), failed()

    text = deliveries(capsys, "replay", "--since", "2 hours")
    assert "2 to main: Rejected" in text
    assert "2 would be sent again, each once. Add --yes to do it." in text
    assert Delivery.objects.filter(state=State.DEAD).count() == 2

    text = deliveries(capsys, "replay", "--since", "2 hours", "--yes")
    assert "[########################################] 2 of 2" in text
    assert "2 are on their way again." in text
    assert "0 are on their way again." in deliveries(capsys, "replay", "--yes")


def test_what_is_gone_from_a_crm_is_delivered_anew(crm: FakeDestination, capsys: Said) -> None:
    delivery = make_delivery()
    drain()

    text = deliveries(capsys, "anew", str(delivery.pk))

    assert text == f"{delivery.pk} to main is delivered once more.\n"
    assert Delivery.objects.get().state == State.PENDING


def test_a_destination_is_paused_and_resumed(crm: FakeDestination, capsys: Said) -> None:
    make_delivery()

    deliveries(capsys, "pause", "main")
    assert drain() == 0
    assert "main is paused by hand, since" in deliveries(capsys, "list")
    assert "What waits is sent." in deliveries(capsys, "resume", "main")
    assert "Nothing kept it from being sent to." in deliveries(capsys, "resume", "main")
    assert drain() == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["pause", "mian"], "No destination is called mian. There are: main."),
        (["explain", "L-NONE"], "No delivery has the number, and no enquiry the reference"),
        (["replay", "--since", "yesterday"], "is neither 2026-11-26T09:00 nor an age"),
    ],
)
def test_what_is_typed_wrongly_is_named(
    crm: FakeDestination, arguments: list[str], said: str
) -> None:
    with pytest.raises(CommandError, match=said):
        call_command("deliveries", *arguments)
