from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from leads.delivery import outbox, registry
from leads.delivery.replay import Selection, Share, plan, replay
from leads.delivery.worker import drain
from leads.models import Delivery, State
from tests.factories import make_delivery
from tests.fakes import FakeDestination

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def failed(**fields: Any) -> Delivery:
    when = {"died_at": timezone.now(), "error": "Rejected", "tries": 3, "strikes": 2}
    return make_delivery(**{"state": State.DEAD} | when | fields)


def restarted() -> set[int]:
    return set(Delivery.objects.filter(state=State.PENDING).values_list("pk", flat=True))


def test_a_plan_counts_by_destination_and_reason_and_changes_nothing() -> None:
    failed(), failed(), failed(error="KeyError"), failed(destination="mail")
    make_delivery(state=State.RETRY)
    before = list(Delivery.objects.values())

    assert plan(Selection()) == [
        Share(destination="mail", error="Rejected", count=1),
        Share(destination="main", error="KeyError", count=1),
        Share(destination="main", error="Rejected", count=2),
    ]

    assert list(Delivery.objects.values()) == before


@pytest.mark.parametrize(
    "selection",
    [
        Selection(destination="mail"),
        Selection(error="KeyError"),
        Selection(since=timezone.now() - HOUR),
    ],
)
def test_a_filter_sends_again_what_fits_and_nothing_else(selection: Selection) -> None:
    old = timezone.now() - 2 * HOUR
    failed(died_at=old)
    new = {"mail": {"destination": "mail"}, "": {}}[selection.destination]
    meant = failed(**new, **({"error": "KeyError"} if selection.error else {}),
                   died_at=timezone.now() if selection.since else old)  # fmt: skip

    assert replay(selection) == 1

    assert restarted() == {meant.pk}


def test_one_is_meant_by_its_number_or_by_its_enquiry_s_reference() -> None:
    first, second, other = failed(), failed(), failed()

    assert replay(Selection(delivery=first.pk)) == 1
    assert replay(Selection(reference=second.enquiry.reference.lower())) == 1

    assert restarted() == {first.pk, second.pk}
    assert other.pk not in restarted()


def test_what_waits_is_held_or_was_delivered_is_never_meant() -> None:
    for state in set(State) - {State.DEAD}:
        make_delivery(state=state)

    assert replay(Selection()) == 0


def test_a_thousand_are_sent_again_in_batches_and_doing_it_twice_adds_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("leads.delivery.replay.BATCH", 4)
    crm, told = FakeDestination("main"), []
    deliveries = [failed() for _ in range(10)]

    with registry.using(crm):
        assert replay(Selection(), told.append) == 10
        assert replay(Selection(), told.append) == 0
        drain()
        assert replay(Selection(), told.append) == 0
        drain()

    assert told == [4, 8, 10]
    assert crm.count("note") == len(deliveries)
    assert {each.state for each in Delivery.objects.all()} == {State.DELIVERED}


def test_the_same_keys_go_out_and_the_count_begins_anew() -> None:
    delivery = failed(refs={"person": {"id": "501", "url": ""}}, minimal=True)

    with registry.using(crm := FakeDestination("main")):
        replay(Selection())
        started = Delivery.objects.get()
        assert (started.tries, started.strikes, started.failing_since) == (0, 0, None)
        assert (started.minimal, started.died_at) == (False, None)
        drain()

    assert [each.submission_id for each in crm.enquiries] == [str(delivery.enquiry_id)] * 2
    assert crm.asked() == ["run note", "run task"]


def test_the_worker_is_woken(django_capture_on_commit_callbacks: Any) -> None:
    failed()

    with django_capture_on_commit_callbacks() as callbacks:
        replay(Selection())

    assert callbacks == [outbox.wake]
