"""An address with a slip in it: asked about once, and never forced."""

from __future__ import annotations

import pytest

from leads.models import Enquiry
from tests.markup import Markup
from tests.starter import begin_with_starter
from tests.visitor import CONTACT, Page, Visitor

pytestmark = pytest.mark.django_db
TYPED = {**CONTACT, "email": "ann@gmial.com"}


@pytest.fixture
def asked() -> tuple[Visitor, Page]:
    """A visitor whose form came back with the question."""
    begin_with_starter()
    visitor = Visitor()
    page = visitor.submit(visitor.get("/contact/").form("company"), **TYPED)
    assert not Enquiry.objects.exists()
    return visitor, page


def test_the_question_keeps_everything_and_stands_at_the_top(asked: tuple[Visitor, Page]) -> None:
    _, page = asked
    notice = Markup(page.text).one("div", role="alert")

    assert page.status == 422
    assert "Did you mean ann@gmail.com?" in notice.text
    assert "data-focus" in notice.attributes
    kept = page.form("company").fields
    assert {name: kept[name] for name in TYPED} == TYPED
    assert "Error:" not in page.text


def test_one_press_takes_the_other_address(asked: tuple[Visitor, Page]) -> None:
    visitor, page = asked
    button = Markup(page.text).one("button", name="email_instead")
    assert button.attributes["form"] == Markup(page.text).all("form")[-2].attributes["id"]

    visitor.submit(page.form("company"), email_instead=button.attributes["value"])

    assert Enquiry.objects.get().email == "ann@gmail.com"


def test_sent_again_as_it_is_it_is_taken(asked: tuple[Visitor, Page]) -> None:
    visitor, page = asked

    visitor.submit(page.form("company"))

    assert Enquiry.objects.get().email == "ann@gmial.com"


def test_the_enter_key_does_not_take_the_other_address(asked: tuple[Visitor, Page]) -> None:
    _, page = asked
    markup = Markup(page.text)
    form_id = markup.one("button", name="email_instead").attributes["form"]

    first = markup.all("button", form=form_id)[0]

    assert "name" not in first.attributes


def test_a_third_address_is_a_question_of_its_own(asked: tuple[Visitor, Page]) -> None:
    visitor, page = asked

    again = visitor.submit(page.form("company"), email="ann@hotmial.com")
    visitor.submit(again.form("company"), email="ann@acme.example")

    assert "Did you mean ann@hotmail.com?" in again.text
    assert Enquiry.objects.get().email == "ann@acme.example"
