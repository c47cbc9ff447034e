"""From the form to the desk: held back, seen, and let go exactly once."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from leads.delivery import registry
from leads.delivery.worker import drain
from leads.models import Delivery, Enquiry, Screening, State
from tests.fakes import FakeDestination
from tests.starter import begin_with_starter
from tests.visitor import CONTACT, Page, Visitor

pytestmark = pytest.mark.django_db
OFFER = "We offer SEO services and backlinks at the lowest price. https://links.example/x"


@pytest.fixture
def crm() -> FakeDestination:
    begin_with_starter()
    return FakeDestination("main")


def send(crm: FakeDestination, headers: dict[str, str] | None = None, **values: str) -> Page:
    visitor = Visitor(headers=headers)
    form = visitor.get("/contact/").form("company")
    with registry.using(crm):
        return visitor.submit(form, **{**CONTACT, **values})


def test_what_looks_like_spam_gets_the_same_receipt_and_goes_nowhere(crm: FakeDestination) -> None:
    receipt = send(crm, message=OFFER)
    with registry.using(crm):
        drain()

    enquiry = Enquiry.objects.get()
    assert receipt.status == 200
    assert enquiry.reference in receipt.text
    assert "spam" not in receipt.text.lower()
    assert enquiry.deliveries.get().state == State.HELD
    assert crm.calls == []
    assert enquiry.screening.held
    assert enquiry.screening.score >= 5


def test_sales_sees_why_and_lets_it_go_once(crm: FakeDestination, sales: Client) -> None:
    send(crm, message=OFFER)
    send(crm, email="bob@acme.example", name="Bob Ray", message="A noise.")
    held = Enquiry.objects.held_back().get()

    everything, only = (
        sales.get(f"/admin/enquiry/{query}").content.decode() for query in ("", "?held=1")
    )
    brief = sales.get(f"/admin/enquiry/{held.pk}/").content.decode()

    assert 'Held back <span class="desk-count">1</span>' in everything
    assert "Bob Ray" in everything
    assert "Bob Ray" not in only
    for page in (only, brief):
        assert "Reads like an offer of a place in search results" in page
        assert f"/admin/enquiry/{held.pk}/release/" in page

    with registry.using(crm):
        answers = [
            sales.post(f"/admin/enquiry/{held.pk}/release/", follow=True).content.decode()
            for _ in range(2)
        ]
        drain()
        drain()

    assert "is released and on its way" in answers[0]
    assert "was not held back any more" in answers[1]
    assert Delivery.objects.get(enquiry=held).state == State.DELIVERED
    assert crm.count("note") == 2
    screening = Screening.objects.get(enquiry=held)
    assert (screening.held, str(screening.released_by)) == (True, "sam")
    assert "Nothing is held back" in sales.get("/admin/enquiry/?held=1").content.decode()
    assert "Was held back, and released" in sales.get(f"/admin/enquiry/{held.pk}/").content.decode()


@pytest.mark.parametrize("groups", [["Editors"], []])
def test_nobody_else_lets_anything_go(crm: FakeDestination, groups: list[str]) -> None:
    send(crm, message=OFFER)
    user = User.objects.create_user("eve")
    user.groups.set(Group.objects.filter(name__in=groups))
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")

    answer = client.post(f"/admin/enquiry/{Enquiry.objects.get().pk}/release/")

    assert answer.status_code in {302, 403}
    assert Screening.objects.waiting().count() == 1


def test_the_button_in_the_list_lets_it_go_too(crm: FakeDestination, sales: Client) -> None:
    send(crm, message=OFFER)
    sales.handler.enforce_csrf_checks = True
    listed = sales.get("/admin/enquiry/?show=held").content.decode()
    button = re.search(
        r'action="([^"]+/release/)">\s*<input type="hidden" name="(\w+)" value="(\w+)"', listed
    )

    assert button is not None
    answer = sales.post(button[1], {button[2]: button[3]}, follow=True)
    assert "is released and on its way" in answer.content.decode()


def test_an_enquiry_that_nothing_speaks_against_leaves_no_trace_of_it(crm: FakeDestination) -> None:
    send(crm)

    assert not Screening.objects.filter(held=True).exists()
    assert Delivery.objects.get().state == State.PENDING


def test_who_fills_in_what_people_do_not_see_is_noted_and_not_refused(crm: FakeDestination) -> None:
    send(crm, website="https://x.example")

    assert "trap" in [reason["code"] for reason in Screening.objects.get().reasons]
    assert Delivery.objects.get().state == State.PENDING


def test_a_flood_is_asked_to_wait_with_everything_kept_and_nobody_else_is(
    crm: FakeDestination, settings: Any
) -> None:
    settings.ENQUIRIES_A_MINUTE = 3
    spoofed = [{"X-Forwarded-For": f"203.0.113.{number}"} for number in range(4)]

    pages = [send(crm, headers, message=f"{n}") for n, headers in enumerate(spoofed)]

    assert [page.status for page in pages] == [200, 200, 200, 429]
    busy = pages[-1]
    assert busy.headers["Retry-After"] == "60"
    assert "0330 0434 532" in busy.text
    assert "Not sent yet: please wait a minute" in busy.text
    kept = busy.form("company").fields
    assert {name: kept[name] for name in CONTACT} == {**CONTACT, "message": "3"}
    assert Enquiry.objects.count() == 3
    settings.TRUSTED_HOPS = 1
    assert send(crm, spoofed[0], message="another").status == 200
    settings.ENQUIRIES_A_MINUTE = 120
    visitor = Visitor()
    assert visitor.submit(busy.form("company")).status == 200
    assert Enquiry.objects.filter(message="3").count() == 1
