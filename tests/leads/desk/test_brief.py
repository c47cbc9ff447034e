"""The call brief: what is told, and what is done from it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry

from leads.models import ConsentEvent, Enquiry, Errand, Event, Handling, Kind, Stage, State
from leads.sales import acts
from tests.factories import PHONE, make_delivery, make_enquiry

pytestmark = pytest.mark.django_db
ANSWERS = [
    {
        "question_id": "q1",
        "question": "Who restores a file?",
        "answer": "Nobody has tried",
        "categories": ["Backups"],
        "openers": ["When did you last need a file back?"],
    },
    {"question_id": "q2", "question": "Who has your keys?", "answer": "", "categories": []},
    {"question_id": "q3", "question": "Off site?", "answer": "No", "categories": ["Backups"]},
]


@pytest.fixture
def sam(sales: Client) -> User:
    return User.objects.get(username="sam")


def read(client: Client, enquiry: Enquiry) -> str:
    return client.get(f"/admin/enquiry/{enquiry.pk}/").content.decode()


def post(client: Client, enquiry: Enquiry, what: str, **values: Any) -> Any:
    return client.post(f"/admin/enquiry/{enquiry.pk}/{what}/", values, follow=True)


def test_it_groups_answers_by_category_and_begins_with_the_editors_questions(
    sales: Client, sam: User
) -> None:
    enquiry = make_enquiry(quiz="IT check", answers=ANSWERS, score=1, max_score=9, result="At risk")

    page = read(sales, enquiry)

    order = ["How to begin", "When did you last need", "Backups", "Off site?", "In general"]
    assert [page.index(each) for each in order] == sorted(page.index(each) for each in order)
    assert page.index("Who has your keys?") > page.index("In general")
    assert "(left out)" in page
    assert ModelLogEntry.objects.get(action="leads.enquiry.seen").object_id == str(enquiry.pk)


def test_the_best_number_is_the_senders_latest_word_and_what_differs_is_said(
    sales: Client, sam: User
) -> None:
    old = make_enquiry(phone=PHONE, phone_typed="020 7946 0018", company="Acme")
    bare = make_enquiry(person=old.person, company="Bolt")

    assert f'href="tel:{PHONE}"' in (page := read(sales, bare))
    assert f"The number is from {old.reference}." in page
    assert f"Company “Acme” in {old.reference}." in page
    newer = "+442079460999"
    fix = make_enquiry(
        person=old.person,
        kind=Kind.CORRECTION,
        corrects=old,
        phone=newer,
        phone_typed="0207 9460999",
    )
    assert f'href="tel:{newer}"' in (page := read(sales, old))
    assert f"put right by the sender in {fix.reference}" in page


def test_consent_is_told_for_each_channel_by_its_last_word(sales: Client, sam: User) -> None:
    enquiry = make_enquiry()
    for given in (True, False):
        ConsentEvent.objects.create(
            person=enquiry.person, enquiry=enquiry, purpose="marketing", channel="email",
            given=given, wording="You may write.", page="/", at=timezone.now(),
        )  # fmt: skip

    page = " ".join(read(sales, enquiry).split())

    assert f"<dd>No, {timezone.localtime():%-d %B %Y}: “You may write.”</dd>" in page
    assert "<dt>Marketing: Telephone</dt> <dd>No: never asked</dd>" in page


def test_it_is_taken_and_given_on_and_who_comes_second_is_told_who_has_it(
    sales: Client, sam: User
) -> None:
    enquiry = make_enquiry()
    boss = User.objects.create_superuser("boss", first_name="Bea", last_name="Boss")
    kim = User.objects.create_user("kim")
    kim.groups.set(Group.objects.filter(name="Sales"))

    assert "It is yours." in post(sales, enquiry, "claim").content.decode()
    second = Client()
    second.force_login(boss, "django.contrib.auth.backends.ModelBackend")
    assert "sam has it since today, " in post(second, enquiry, "claim").content.decode()
    second.force_login(kim, "django.contrib.auth.backends.ModelBackend")
    assert "sam has it since today, " in post(second, enquiry, "claim").content.decode()
    assert "nobody’s now" in post(sales, enquiry, "back").content.decode()
    wrong = post(sales, enquiry, "assign", to="")
    assert (wrong.status_code, "Choose a colleague." in wrong.content.decode()) == (422, True)
    gone = post(sales, enquiry, "assign", to=kim.pk)
    assert gone.redirect_chain[-1][0] == "/admin/enquiry/"
    assert f"{enquiry.reference} is kim’s now." in gone.content.decode()


def test_a_call_is_taken_down_once_with_what_comes_next(sales: Client, sam: User) -> None:
    enquiry, key = make_enquiry(), str(uuid4())
    at = (timezone.localtime() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    said = {"how": "spoke", "text": "Wants a <b>quote</b>.", "step": "Send it", "step_at": at}

    for _ in range(2):
        page = post(sales, enquiry, "call", key=key, **said).content.decode()

    handling = Handling.objects.get()
    assert (handling.owner, handling.state, handling.next_step) == (sam, "contacted", "Send it")
    assert Event.objects.count() == 1
    assert "Wants a &lt;b&gt;quote&lt;/b&gt;." in page
    assert "Send it: due tomorrow, " in page


@pytest.mark.parametrize(
    ("what", "values", "said"),
    [
        ("call", {"text": "Typed before"}, "Say what happened."),
        ("call", {"how": "missed", "step": "Typed before"}, "Say when, so that it comes up"),
        ("step", {"step": "Typed before", "step_at": "2020-01-01T10:00"}, "This is over."),
        ("step", {"step_at": "2099-01-01T10:00"}, "Say what is to be done then."),
        ("note", {"text": " "}, "Write something."),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_typed_is_lost(
    sales: Client, sam: User, what: str, values: dict[str, str], said: str
) -> None:
    answer = post(sales, make_enquiry(), what, **values)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert 'aria-invalid="true"' in page
    assert "Typed before" in page or "Typed before" not in values.values()
    assert not Event.objects.exists()


def test_an_outcome_takes_one_press_and_another_takes_it_back(sales: Client, sam: User) -> None:
    enquiry = make_enquiry()

    page = post(sales, enquiry, "won", text="Starts in May.").content.decode()
    assert "Starts in May." in page
    assert Handling.objects.get().state == Stage.WON
    page = post(sales, enquiry, "reopen").content.decode()

    assert "It is open again." in page
    assert Handling.objects.get().is_open


def test_the_timeline_tells_everything_in_order_with_whoever_did_it(
    sales: Client, sam: User
) -> None:
    enquiry = make_enquiry()
    acts.claim(enquiry, sam)
    acts.log_call(enquiry, sam, "No answer yet.", reached=False)
    acts.outcome(enquiry, sam, Stage.UNFIT)

    page = " ".join(read(sales, enquiry).split())

    told = ["Not a fit, sam", "Rung, nobody answered, sam", "Taken, sam", "Received (message)"]
    assert [page.index(each) for each in told] == sorted(page.index(each) for each in told)


def test_the_timeline_tells_what_a_mail_was_for_and_what_became_of_it(
    sales: Client, sam: User
) -> None:
    enquiry, now = make_enquiry(), timezone.now()
    mail = {"enquiry": enquiry, "destination": "mail"}
    make_delivery(**mail, kind=Errand.ALERT, state=State.DELIVERED, delivered_at=now)
    make_delivery(**mail, kind=Errand.ACKNOWLEDGE, state=State.DEAD, died_at=now)
    make_delivery(**mail, kind=Errand.WARNING, state=State.DELIVERED, delivered_at=now)

    page = read(sales, enquiry)

    assert page.count("Sales was told by mail") == 1
    assert page.count("Acknowledgement mail could not be sent") == 1
    assert "Delivered to mail" not in page


def test_what_is_held_back_has_nothing_to_do_but_to_release_it(sales: Client, sam: User) -> None:
    held = make_enquiry(handling=None)

    assert "What to do" not in read(sales, held)
    assert "held back" in post(sales, held, "claim").content.decode()
