from typing import Any

import pytest

from leads.delivery import outbox, registry
from leads.delivery.worker import drain
from leads.models import Delivery, State
from tests.factories import make_delivery, make_enquiry
from tests.fakes import FakeDestination

pytestmark = pytest.mark.django_db


def states() -> dict[str, str]:
    return dict(Delivery.objects.values_list("destination", "state"))


def test_an_enquiry_goes_to_each_destination_that_is_set_up() -> None:
    main, mail = FakeDestination("main"), FakeDestination("mail")

    with registry.using(main, mail):
        outbox.enqueue(make_enquiry())
        drain()

    assert states() == {"main": State.DELIVERED, "mail": State.DELIVERED}


def test_what_is_held_back_is_not_sent_until_it_is_released() -> None:
    crm = FakeDestination("main")
    enquiry = make_enquiry()

    with registry.using(crm):
        outbox.enqueue(enquiry, held=True)
        drain()
        assert (crm.calls, states()) == ([], {"main": State.HELD})
        assert outbox.release(enquiry) == 1
        drain()

    assert states() == {"main": State.DELIVERED}


def test_releasing_twice_and_releasing_what_is_not_held_back_changes_nothing() -> None:
    enquiry = make_enquiry()
    for name, state in (("main", State.DELIVERED), ("mail", State.CANCELLED)):
        make_delivery(enquiry=enquiry, destination=name, state=state)
    held = make_delivery(enquiry=enquiry, destination="held", state=State.HELD)

    assert [outbox.release(enquiry), outbox.release(enquiry)] == [1, 0]

    assert Delivery.objects.get(pk=held.pk).state == State.PENDING
    assert states() == {"main": "delivered", "mail": "cancelled", "held": "pending"}


def test_the_worker_is_woken_once_something_is_released(
    django_capture_on_commit_callbacks: Any,
) -> None:
    delivery = make_delivery(state=State.HELD)

    with django_capture_on_commit_callbacks() as callbacks:
        outbox.release(delivery.enquiry)
        outbox.release(delivery.enquiry)

    assert callbacks == [outbox.wake]


def test_an_enquiry_made_to_try_the_quiz_goes_nowhere() -> None:
    enquiry = make_enquiry()
    enquiry.is_test = True

    with registry.using(FakeDestination("main")):
        outbox.enqueue(enquiry)

    assert not Delivery.objects.exists()
