"""The contact page: a message and a request to be rung, each of which becomes an enquiry."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
import time_machine
from wagtail.models import PageViewRestriction
from wagtail.test.utils.form_data import nested_form_data

from core.models import SiteSettings
from home.models import ContactPage
from leads.models import Enquiry
from tests.blog.editing.admin import NO_COMMENTS, edit_url, member
from tests.markup import Markup
from tests.starter import begin_with_starter
from tests.visitor import CONTACT, Form, Page, Visitor

pytestmark = pytest.mark.django_db
FIELDS = {"input", "select", "textarea"}
CALL = {key: CONTACT[key] for key in ("name", "phone", "email", "callback")}


@pytest.fixture
def visitor() -> Visitor:
    begin_with_starter()
    return Visitor()


def form_of(page: Page, which: str) -> Form:
    return next(each for each in page.forms if each.fields.get("which") == which)


def test_the_preview_shows_the_forms_and_sends_none_of_them(visitor: Visitor) -> None:
    page, editor = ContactPage.objects.get(), member("Editors")
    texts = {"message_heading": "Write a line", "callback_heading": page.callback_heading}
    data = {"title": page.title, "slug": page.slug, "intro": "", "comments": NO_COMMENTS, **texts}
    url = f"{edit_url(page)}preview/"

    editor.post(url, nested_form_data(data))
    previewed = Markup(editor.get(url).content.decode())

    published = visitor.get("/contact/")
    assert "Write a line" in previewed.one("main").text
    names = [each.attributes["name"] for each in previewed.elements if each.tag in FIELDS]
    assert {*names} == {name for form in published.forms for name in form.names}
    assert "inert" in previewed.one("div", **{"class": "wrap contact-forms"}).attributes
    assert "inert" not in published.text


def test_a_message_becomes_an_enquiry_that_names_where_it_came_from(visitor: Visitor) -> None:
    article = "/articles/test-your-backup/"
    visitor.headers = {"Referer": f"http://testserver{article}"}
    form = form_of(visitor.get("/contact/"), "message")

    receipt = visitor.submit(form, **CONTACT)

    enquiry = Enquiry.objects.get()
    assert enquiry.reference in receipt.text
    assert enquiry.message == CONTACT["message"]
    assert enquiry.article_url == f"http://testserver{article}"
    assert (enquiry.quiz, enquiry.score, enquiry.answers) == ("", None, [])


def test_a_wish_to_be_rung_needs_a_name_a_number_and_an_address(visitor: Visitor) -> None:
    form = form_of(visitor.get("/contact/"), "callback")
    assert {"company", "message"} & form.names == set()

    receipt = visitor.submit(form, **CALL)

    enquiry = Enquiry.objects.get()
    assert "You asked us to ring you" in receipt.text
    assert (enquiry.callback, enquiry.phone) == ("soon", "+442079460018")


def test_a_time_that_suits_is_kept_as_moments_and_told_on_the_receipt(visitor: Visitor) -> None:
    with time_machine.travel("2026-11-26 09:10Z", tick=False):
        form = form_of(visitor.get("/contact/"), "callback")
        assert form.choices["callback"][:2] == ["soon", "2026-11-26T10:00Z/2026-11-26T11:00Z"]
        receipt = visitor.submit(form, **{**CALL, "callback": form.choices["callback"][-1]})

    enquiry = Enquiry.objects.get()
    assert (enquiry.callback, enquiry.kind) == ("chosen", "callback")
    assert enquiry.callback_from == datetime(2026, 12, 2, 17, tzinfo=UTC)
    assert enquiry.callback_words == "Wednesday 2 December, 17:00 to 17:30"
    assert f"on {enquiry.callback_words}, and we will" in receipt.text


def test_a_time_that_has_passed_meanwhile_is_answered_with_the_nearest_ones(
    visitor: Visitor,
) -> None:
    with time_machine.travel("2026-11-26 09:10Z", tick=False) as clock:
        form = form_of(visitor.get("/contact/"), "callback")
        clock.shift(60 * 60)
        again = visitor.submit(form, **{**CALL, "callback": form.choices["callback"][1]})

        assert again.status == 422
        assert "We can no longer ring at the time you chose." in again.text
        assert "Today, 11:00 to 12:00; Today, 12:00 to 13:00; Today, 13:00 to 14:00" in again.text
        kept = form_of(again, "callback")
        assert {name: kept.fields[name] for name in CALL} == {
            **CALL,
            "callback": "2026-11-26T11:00Z/2026-11-26T12:00Z",
        }
        visitor.submit(kept)

    assert Enquiry.objects.get().callback_words == "Thursday 26 November, 11:00 to 12:00"


def test_nobody_is_offered_a_time_on_a_day_that_was_closed_meanwhile(visitor: Visitor) -> None:
    with time_machine.travel("2026-11-26 16:50Z", tick=False):
        form = form_of(visitor.get("/contact/"), "callback")
        tomorrow = form.choices["callback"][1]
        SiteSettings.objects.update(
            days_off=json.dumps([{"type": "day", "value": {"day": "2026-11-27", "reason": ""}}])
        )
        again = visitor.submit(form, **{**CALL, "callback": tomorrow})

    assert tomorrow == "2026-11-27T09:00Z/2026-11-27T10:00Z"
    assert "The nearest now: Monday 30 November, 9:00 to 10:00" in again.text


def test_nobody_is_rung_without_a_number(visitor: Visitor) -> None:
    page = visitor.get("/contact/")

    again = visitor.submit(form_of(page, "callback"), **{**CALL, "phone": ""})

    assert again.status == 422
    assert "Enter the number that we should ring." in again.text
    assert form_of(again, "callback").fields["name"] == "Ann Lee"
    assert form_of(again, "message").fields["name"] == ""


def test_the_two_forms_share_no_ids(visitor: Visitor) -> None:
    text = visitor.get("/contact/").text
    ids = [part.partition('"')[0] for part in text.split(' id="')[1:]]

    assert sorted(ids) == sorted(set(ids))


def test_each_rendering_is_a_form_of_its_own(visitor: Visitor) -> None:
    first = form_of(visitor.get("/contact/"), "message")
    second = form_of(visitor.get("/contact/"), "message")

    urls = [visitor.submit(form, **CONTACT).url for form in (first, first, second)]

    assert urls[0] == urls[1]
    assert urls[2] != urls[0]
    assert Enquiry.objects.count() == 2


def test_a_key_of_one_form_opens_no_other(visitor: Visitor) -> None:
    page = visitor.get("/contact/")
    key = form_of(page, "message").fields["key"]

    answer = visitor.submit(form_of(page, "callback"), **CALL, key=key)

    assert answer.status == 403
    assert not Enquiry.objects.exists()


def test_a_form_that_does_not_say_which_it_is_is_not_dropped(visitor: Visitor) -> None:
    page = visitor.get("/contact/")

    receipt = visitor.submit(form_of(page, "message"), **CONTACT, which="other")

    assert Enquiry.objects.get().reference in receipt.text


def test_the_page_says_whether_somebody_answers_now(visitor: Visitor) -> None:
    with time_machine.travel("2026-11-23 10:00Z", tick=False):
        assert "We are open until 17:30." in visitor.get("/contact/").text
    with time_machine.travel("2026-11-23 20:00Z", tick=False):
        assert "we ring from 9:00 tomorrow." in visitor.get("/contact/").text


def test_no_cache_keeps_the_page(visitor: Visitor) -> None:
    assert "no-store" in visitor.get("/contact/").headers["Cache-Control"]


def test_the_settings_lead_invitations_to_it(visitor: Visitor) -> None:
    contact = SiteSettings.objects.get().contact

    assert contact is not None
    assert contact.url == "/contact/"


def test_a_page_behind_a_password_asks_for_it_and_takes_nothing(visitor: Visitor) -> None:
    form = form_of(visitor.get("/contact/"), "message")
    page = ContactPage.objects.get()
    PageViewRestriction.objects.create(page=page, restriction_type="password", password="open")

    assert "field-message" not in visitor.get("/contact/").text
    assert visitor.submit(form, **CONTACT).status == 404
    assert not Enquiry.objects.exists()
