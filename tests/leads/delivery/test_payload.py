from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from leads.crm.base import Answer
from leads.delivery.payload import build
from leads.models import ConsentEvent, Delivery
from tests.factories import PHONE, make_delivery, make_enquiry, make_person

pytestmark = pytest.mark.django_db


def test_the_person_s_best_known_values_are_sent_and_another_name_is_kept_beside_them() -> None:
    person = make_person(name="Ann Lee", company="Acme Ltd", phone=PHONE)
    later = make_enquiry(person=person, name="Annie", company="", phone="")

    payload = build(make_delivery(enquiry=later))

    assert (payload.name, payload.name_as_given) == ("Ann Lee", "Annie")
    assert (payload.company, payload.phone) == ("Acme Ltd", PHONE)


def test_another_number_or_company_is_told_beside_what_was_known() -> None:
    person = make_person(company="Acme Ltd", phone=PHONE)
    later = make_enquiry(person=person, company="Acme Group", phone="+441632960001")

    payload = build(make_delivery(enquiry=later))

    assert (payload.company, payload.company_as_given) == ("Acme Ltd", "Acme Group")
    assert (payload.phone, payload.phone_as_given) == (PHONE, "+441632960001")


def test_an_extension_is_told_in_words_that_are_dialled_by_hand() -> None:
    person = make_person(phone=f"{PHONE};ext=12")
    later = make_enquiry(person=person, phone=f"{PHONE};ext=34")

    payload = build(make_delivery(enquiry=later))

    assert (payload.phone, payload.phone_as_given) == (f"{PHONE} ext. 12", f"{PHONE} ext. 34")


def test_what_is_the_same_is_not_said_twice() -> None:
    payload = build(make_delivery())

    given = (payload.name_as_given, payload.company_as_given, payload.phone_as_given)
    assert given == ("", "", "")


def test_the_key_is_the_enquiry_s_and_the_same_on_every_try() -> None:
    delivery = make_delivery()

    first, second = build(delivery), build(Delivery.objects.get(pk=delivery.pk))

    assert first.submission_id == str(delivery.enquiry_id)
    assert first == second


def test_answers_keep_their_order_and_words_and_lose_ids_and_points() -> None:
    answers = [
        {"id": "q2", "question": "Who decides?", "option": "o1", "answer": "I do", "points": 3},
        {"id": "q1", "question": "Who pays?", "option": "o9", "answer": "They do", "points": 0},
    ]
    enquiry = make_enquiry(
        answers=answers, score=3, max_score=9, result="Manager", quiz="Lead or manage?"
    )

    payload = build(make_delivery(enquiry=enquiry))

    assert payload.answers == (
        Answer(question="Who decides?", answer="I do"),
        Answer(question="Who pays?", answer="They do"),
    )
    assert (payload.score, payload.max_score, payload.result) == (3, 9, "Manager")
    assert payload.quiz == "Lead or manage?"


def test_a_contact_without_a_quiz_has_neither_answers_nor_score() -> None:
    payload = build(make_delivery())

    assert (payload.answers, payload.score, payload.max_score) == ((), None, None)


@pytest.mark.parametrize(
    ("wish", "words", "wants_call"),
    [("", "", False), ("soon", "As soon as possible", True), ("morning", "In the morning", True)],
)
def test_the_call_back_wish_is_told_in_words(wish: str, words: str, wants_call: bool) -> None:
    payload = build(make_delivery(enquiry=make_enquiry(callback=wish)))

    assert (payload.callback, payload.wants_call) == (words, wants_call)


def test_a_time_that_was_chosen_is_told_and_is_when_the_task_is_due() -> None:
    begins = datetime(2026, 7, 8, 8, 30, tzinfo=UTC)
    enquiry = make_enquiry(
        callback="chosen", callback_from=begins, callback_until=begins + timedelta(hours=1)
    )

    payload = build(make_delivery(enquiry=enquiry))

    assert payload.callback == "Wednesday 8 July, 9:30 to 10:30"
    assert f"{payload.callback_due:%d %H:%M %Z}" == "08 09:30 BST"


def test_times_are_told_by_the_firm_s_clock_and_the_task_is_due_by_the_time_of_receipt() -> None:
    received = datetime(2026, 7, 6, 9, 0, tzinfo=UTC)
    enquiry = make_enquiry(created_at=received, callback="soon")

    payload = build(make_delivery(enquiry=enquiry, created_at=timezone.now()))

    assert payload.submitted_at == received
    assert f"{payload.submitted_at:%H:%M %Z}" == "10:00 BST"
    assert f"{payload.callback_due:%d %H:%M %Z}" == "06 10:30 BST"


def test_every_consent_box_is_told_ticked_or_not_in_the_words_that_were_shown() -> None:
    enquiry = make_enquiry()
    for given, channel in ((True, "email"), (False, "phone")):
        ConsentEvent.objects.create(
            person=enquiry.person, enquiry=enquiry, purpose="marketing", channel=channel,
            given=given, wording="Send me news", page="/", at=timezone.now(),
        )  # fmt: skip

    told = build(make_delivery(enquiry=enquiry)).consents

    assert [(each.purpose, each.channel, each.given) for each in told] == [
        ("Marketing", "E-mail", True),
        ("Marketing", "Telephone", False),
    ]
    assert told[0].wording == "Send me news"


def test_the_salesperson_is_led_to_the_enquiry_in_our_own_admin(settings: Any) -> None:
    settings.WAGTAILADMIN_BASE_URL = "https://leads.example"
    delivery = make_delivery()

    url = build(delivery).admin_url

    assert url.startswith("https://leads.example/admin/")
    assert str(delivery.enquiry_id) in url
