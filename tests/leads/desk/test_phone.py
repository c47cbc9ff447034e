"""Somebody rings: what they are reading, and the call kept as an enquiry."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from leads.delivery import registry
from leads.models import Delivery, Enquiry, Kind, Person, Stage
from tests.factories import PHONE
from tests.fakes import FakeDestination
from tests.site_tree import make_article, make_site

pytestmark = pytest.mark.django_db
PAGE = "/admin/enquiry/phone/"


def keep(client: Client, query: str = "", **values: Any) -> Any:
    told = {"name": "Ann Lee", "phone": "020 7946 0018", "key": str(uuid4())} | values
    with registry.using(FakeDestination("main")):
        return client.post(f"{PAGE}{query}", told, follow=True)


def test_the_number_that_is_read_out_shows_article_and_quiz_and_goes_with_the_call(
    sales: Client,
) -> None:
    tree = make_site()
    article = make_article(tree.index, title="On backups")

    page = sales.get(f"{PAGE}?code=No. {article.pk}").content.decode()
    assert "On backups" in page
    kept = keep(sales, f"?code={article.pk}", email="ann@acme.example").content.decode()

    enquiry = Enquiry.objects.get()
    assert f"The call is kept as {enquiry.reference}." in kept
    assert (enquiry.kind, enquiry.article) == (Kind.PHONE, "On backups")
    assert enquiry.attribution["source"] == "phone"
    assert enquiry.attribution["article_id"] == article.pk
    assert (enquiry.handling.owner.username, enquiry.handling.state) == ("sam", Stage.CONTACTED)
    assert enquiry.handling.first_contact_at is not None
    assert Delivery.objects.get().destination == "main"


def test_an_article_prints_its_number_beside_the_telephone_number() -> None:
    article = make_article(make_site().index)

    page = Client().get(article.url).content.decode()

    assert f"number <strong>{article.pk}</strong>" in page


def test_a_number_that_no_page_has_is_said_and_kept_all_the_same(sales: Client) -> None:
    assert "No page has the number 999999" in sales.get(f"{PAGE}?code=999999").content.decode()

    keep(sales, "?code=999999")

    assert Enquiry.objects.get().attribution["code"] == "999999"


def test_without_an_address_the_call_stays_at_the_desk_and_callers_are_told_apart(
    sales: Client,
) -> None:
    keep(sales)
    keep(sales, name="Bob Ray", phone="020 7946 0999")
    keep(sales, name="Ann Lee", message="Rang again.")

    assert Enquiry.objects.count() == 3
    assert Person.objects.count() == 2
    assert Person.objects.get(phone=PHONE).enquiry_count == 2
    assert not Delivery.objects.exists()


def test_a_form_sent_twice_is_one_call(sales: Client) -> None:
    key = str(uuid4())

    keep(sales, key=key)
    keep(sales, key=key)

    enquiry = Enquiry.objects.get()
    assert enquiry.events.count() == 1


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"name": ""}, "Ask for a name"),
        ({"phone": ""}, "Ask for a number or an e-mail address."),
        ({"phone": "12"}, "Check the telephone number"),
        ({"email": "ann@"}, "Check the e-mail address"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(
    sales: Client, values: dict[str, str], said: str
) -> None:
    answer = keep(sales, message="About backups", **values)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "About backups" in answer.content.decode()
    assert not Enquiry.objects.exists()
