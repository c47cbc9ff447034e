from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from leads.crm.base import Rejected
from leads.delivery import outbox, registry
from leads.delivery.worker import drain
from leads.models import Delivery, State
from tests.factories import make_delivery
from tests.fakes import FakeDestination

pytestmark = pytest.mark.django_db

PERSON = {"person": {"id": "501", "url": ""}}


def after(delivery: Delivery) -> Delivery:
    return Delivery.objects.get(pk=delivery.pk)


@pytest.mark.parametrize("state", [State.DEAD, State.HELD])
def test_what_has_failed_or_is_held_back_starts_anew_with_the_same_key(state: State) -> None:
    later = timezone.now() + timedelta(hours=1)
    delivery = make_delivery(state=state, tries=20, crashes=10, refs=PERSON, due_at=later)

    assert outbox.resend(delivery)

    sent = after(delivery)
    assert (sent.state, sent.tries, sent.crashes) == (State.PENDING, 0, 0)
    assert (sent.enquiry_id, sent.refs) == (delivery.enquiry_id, PERSON)
    assert sent.due_at <= timezone.now()


@pytest.mark.parametrize("state", [State.PENDING, State.RETRY, State.UNKNOWN])
def test_what_waits_is_due_at_once_and_what_is_in_doubt_stays_so(state: State) -> None:
    later = timezone.now() + timedelta(hours=1)
    delivery = make_delivery(state=state, tries=3, due_at=later, settles_at=later)

    assert outbox.resend(delivery)

    sent = after(delivery)
    assert (sent.state, sent.tries, sent.settles_at) == (state, 3, later)
    assert sent.due_at <= timezone.now()


@pytest.mark.parametrize("state", [State.DELIVERED, State.LEASED, State.CANCELLED])
def test_what_is_delivered_or_being_sent_or_cancelled_is_left_alone(state: State) -> None:
    delivery = make_delivery(state=state, lease_until=timezone.now() + timedelta(minutes=1))
    before = Delivery.objects.values().get()

    assert not outbox.resend(delivery)

    assert Delivery.objects.values().get() == before


def test_what_was_delivered_since_the_list_was_shown_is_not_sent_again() -> None:
    delivery = make_delivery(state=State.DEAD)
    Delivery.objects.update(state=State.DELIVERED)

    assert not outbox.resend(delivery)

    assert after(delivery).state == State.DELIVERED


@pytest.mark.parametrize(
    ("fields", "calls"),
    [
        (("person",), ["run note", "run person", "run note", "run task"]),
        ((), ["run note", "run note", "run task"]),
        (("hs_note_body",), ["run note", "run note", "run task"]),
    ],
)
def test_a_contact_that_is_gone_from_the_crm_is_made_again_and_only_on_a_resend(
    fields: tuple[str, ...], calls: list[str]
) -> None:
    delivery = make_delivery(refs=PERSON)
    crm = FakeDestination("main", note=[Rejected("main: HTTP 404", fields=fields)])

    with registry.using(crm):
        drain()
        drain()
        assert crm.asked() == calls[:1]
        assert outbox.resend(delivery)
        drain()

    assert crm.asked() == calls
    assert after(delivery).state == State.DELIVERED


@pytest.mark.parametrize("wakes", [True, False])
def test_the_worker_is_woken_by_what_is_sent_and_not_otherwise(
    wakes: bool, django_capture_on_commit_callbacks: Any
) -> None:
    delivery = make_delivery(state=State.DEAD if wakes else State.DELIVERED)

    with django_capture_on_commit_callbacks() as callbacks:
        outbox.resend(delivery)

    assert [each is outbox.wake for each in callbacks] == ([True] if wakes else [])
