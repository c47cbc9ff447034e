"""What is done with an enquiry: each act once, by whoever was first, and with a trace."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from leads.capture.record import Contact, Submission, record_enquiry
from leads.capture.spam.reasons import Reason
from leads.capture.spam.screening import Verdict
from leads.desk.holding import release
from leads.models import Enquiry, Event, Handling, Happening, Kind, Stage
from leads.privacy.forgetting import forget
from leads.sales import acts
from leads.sales.acts import Step
from tests.factories import make_enquiry

pytestmark = pytest.mark.django_db
CONTACT = Contact(name="Ann Lee", email="ann@acme.example")


@pytest.fixture
def sam() -> User:
    return User.objects.create_user("sam")


@pytest.fixture
def kim() -> User:
    return User.objects.create_user("kim")


def kinds(enquiry: Enquiry) -> list[str]:
    return [each.kind for each in enquiry.events.all()]


def test_an_enquiry_is_before_sales_the_moment_it_is_stored_and_due_in_working_hours() -> None:
    enquiry = record_enquiry(Submission(form_key="form", contact=CONTACT))

    handling = Handling.objects.get(enquiry=enquiry)
    assert (handling.state, handling.owner) == (Stage.NEW, None)
    assert handling.act_by == handling.due_at
    assert handling.due_at is not None
    assert handling.due_at >= enquiry.created_at + timedelta(minutes=120)


def test_a_time_to_ring_that_was_chosen_is_when_it_is_due() -> None:
    until = timezone.now() + timedelta(days=2)
    chosen = Contact(
        name="Ann",
        email="ann@acme.example",
        callback="chosen",
        callback_from=until,
        callback_until=until,
    )

    enquiry = record_enquiry(Submission(form_key="form", contact=chosen))

    assert enquiry.handling.due_at == until


def test_tests_and_withdrawals_ask_nothing_of_sales() -> None:
    for changes in ({"is_test": True}, {"kind": Kind.WITHDRAWAL}):
        record_enquiry(Submission(form_key=str(changes), contact=CONTACT, **changes))

    assert not Handling.objects.exists()


def test_whoever_comes_first_has_it_and_a_second_press_changes_nothing(
    sam: User, kim: User
) -> None:
    enquiry = make_enquiry()

    first = acts.claim(enquiry, sam)
    again = acts.claim(enquiry, sam)
    late = acts.claim(enquiry, kim)

    assert (first.owner, first.state) == (sam, Stage.CLAIMED)
    assert again.claimed_at == late.claimed_at == first.claimed_at
    assert late.owner == sam
    assert kinds(enquiry) == [Happening.CLAIMED]


def test_what_was_assigned_but_not_taken_is_anybodys(sam: User, kim: User) -> None:
    enquiry = make_enquiry()

    assert acts.assign(enquiry, sam).state == Stage.NEW
    assert acts.claim(enquiry, kim).owner == kim
    assert acts.unassign(enquiry, kim).owner is None
    assert acts.claim(enquiry, sam).owner == sam


def test_the_first_call_is_the_first_human_contact_and_stays_it(sam: User) -> None:
    enquiry = make_enquiry()
    key = uuid.uuid4()

    first = acts.log_call(enquiry, sam, "She rings back on Monday.", key=key)
    twice = acts.log_call(enquiry, sam, "She rings back on Monday.", key=key)
    later = acts.log_call(enquiry, sam, "Spoke again.")

    assert (first.owner, first.state, first.act_by) == (sam, Stage.CONTACTED, None)
    assert twice.first_contact_at == later.first_contact_at == first.first_contact_at
    assert kinds(enquiry) == [Happening.CALLED] * 2


def test_who_did_not_answer_is_rung_again_unless_something_else_is_planned(sam: User) -> None:
    enquiry, planned = make_enquiry(), make_enquiry()
    step = Step(text="Send the quote", at=timezone.now() + timedelta(days=3))

    tried = acts.log_call(enquiry, sam, reached=False)
    quoted = acts.log_call(planned, sam, reached=False, then=step)

    assert (tried.state, tried.next_step) == (Stage.CLAIMED, acts.RING_AGAIN)
    assert tried.act_by is not None and tried.act_by > timezone.now()
    assert (quoted.next_step, quoted.act_by) == (step.text, step.at)


def test_a_next_step_does_not_put_off_the_first_answer(sam: User) -> None:
    enquiry = make_enquiry()
    step = Step(text="Read their site", at=timezone.now() + timedelta(days=9))

    waiting = acts.next_step(enquiry, sam, step)
    assert (waiting.act_by, waiting.next_step_at) == (waiting.due_at, step.at)

    acts.log_call(enquiry, sam)
    assert acts.next_step(enquiry, sam, step).act_by == step.at
    assert acts.next_step(enquiry, sam, None).act_by is None


def test_a_decision_closes_it_and_can_be_taken_back(sam: User) -> None:
    enquiry = make_enquiry()

    won = acts.outcome(enquiry, sam, Stage.WON, "Starts in May.")
    acts.outcome(enquiry, sam, Stage.WON)
    assert (won.owner, won.is_open, won.act_by) == (sam, False, None)
    assert won.closed_at is not None

    back = acts.reopen(enquiry, sam)
    assert (back.state, back.closed_at, back.act_by) == (Stage.CLAIMED, None, back.due_at)
    assert kinds(enquiry) == [Happening.OUTCOME, Happening.REOPENED]


def test_what_is_held_back_comes_before_sales_when_it_is_released(sam: User) -> None:
    held = Verdict((Reason("links", 99, "99 links in the message"),), 99)
    assert held.holds
    enquiry = record_enquiry(Submission(form_key="form", contact=CONTACT, verdict=held))
    with pytest.raises(Handling.DoesNotExist):
        acts.claim(enquiry, sam)

    release(enquiry, sam)
    release(enquiry, sam)

    assert Handling.objects.get().state == Stage.NEW
    assert kinds(enquiry) == [Happening.RELEASED]


def test_of_somebody_erased_no_word_is_left_of_what_was_done(sam: User) -> None:
    enquiry = make_enquiry()
    acts.note(enquiry, sam, "Ann's daughter plays chess.")
    acts.next_step(enquiry, sam, Step(text="Ring Ann", at=timezone.now()))

    forget(enquiry.person)

    handling = Handling.objects.get()
    assert (handling.next_step, handling.act_by, handling.is_open) == ("", None, False)
    assert [(each.text, each.data) for each in Event.objects.all()] == [("", {})] * 2


def ids(found: Any) -> set[Any]:
    return {each.pk for each in found}


def test_sales_see_their_own_and_what_nobody_has_and_what_was_escalated(
    sam: User, kim: User
) -> None:
    mine, free = make_enquiry(handling={"owner": sam}), make_enquiry()
    hers = make_enquiry(handling={"owner": kim, "claimed_at": timezone.now()})
    stuck = make_enquiry(handling={"owner": kim, "escalated_at": timezone.now()})
    boss = User.objects.create_superuser("boss")

    assert ids(Enquiry.objects.visible_to(sam)) == ids([mine, free, stuck])
    assert ids(Handling.objects.visible_to(sam)) == ids([mine, free, stuck])
    assert ids(Enquiry.objects.visible_to(boss)) == ids([mine, free, hers, stuck])


def test_what_is_due_comes_first_and_what_has_no_time_last() -> None:
    now = timezone.now()
    later = make_enquiry(handling={"act_by": now + timedelta(hours=2)})
    over = make_enquiry(handling={"act_by": now - timedelta(hours=1)})
    none = make_enquiry(handling={"act_by": None})
    held = make_enquiry(handling=None)

    assert list(Enquiry.objects.due_first()) == [over, later, none, held]
