"""What led somebody to a form: told by addresses and the browser, without a cookie."""

from __future__ import annotations

import pytest
import time_machine
from django.test import Client, RequestFactory

from leads.capture import keys
from leads.capture.attribution import touch_of, with_last
from leads.capture.campaigns import MARKS, levelled
from leads.models import Enquiry
from tests.factories import make_enquiry
from tests.starter import begin_with_starter
from tests.visitor import CONTACT, Visitor, contact_step, enquire, take_quiz

OURS = "http://testserver"
AD = "utm_source=Facebook&utm_medium=CPC&utm_campaign=May+2026&fbclid=x1"
RAW = {
    "utm_source": "Facebook", "utm_medium": "CPC", "utm_campaign": "May 2026", "fbclid": "x1",
    "source": "facebook", "medium": "cpc", "campaign": "may 2026",
}  # fmt: skip


def touch(address: str, referer: str = "") -> dict[str, str]:
    headers = {"Referer": referer} if referer else {}
    return touch_of(RequestFactory().get(address, headers=headers))


def test_a_campaign_is_kept_as_it_came_and_levelled() -> None:
    assert touch(f"/contact/?{AD}") == {**RAW, "landing": "/contact/"}


def test_a_campaign_that_came_one_page_earlier_is_told_by_the_referer() -> None:
    assert touch("/contact/", f"{OURS}/articles/one/?{AD}") == {**RAW, "landing": "/articles/one/"}


def test_the_first_page_that_the_script_carried_along_is_the_landing_page() -> None:
    assert touch(f"/contact/?{AD}&landing=/articles/")["landing"] == "/articles/"
    for wrong in ("https://evil.example/", "//evil.example", "javascript:alert(1)"):
        assert touch(f"/contact/?{AD}&landing={wrong}")["landing"] == "/contact/"


def test_another_site_is_named_without_its_query_and_a_page_of_ours_is_not() -> None:
    assert touch("/contact/", "https://www.google.co.uk/search?q=ann+lee") == {
        "referer": "https://www.google.co.uk/search",
        "source": "google",
        "landing": "/contact/",
    }
    assert touch("/contact/", f"{OURS}/articles/") == {}
    assert touch("/contact/?landing=/x/") == {}


@pytest.mark.parametrize(
    ("marks", "host", "source"),
    [
        ({"utm_source": " FB "}, "", "facebook"),
        ({"utm_source": "Newsletter  May"}, "l.facebook.com", "newsletter may"),
        ({"gclid": "x"}, "www.google.com", "google"),
        ({"msclkid": "x"}, "", "bing"),
        ({"li_fat_id": "x"}, "", "linkedin"),
        ({}, "lnkd.in", "linkedin"),
        ({}, "www.acme.example", "acme.example"),
    ],
)
def test_one_place_is_one_source(marks: dict[str, str], host: str, source: str) -> None:
    assert levelled(marks, host) == {"source": source}


def test_whatever_stands_in_an_address_is_cut_and_cleaned() -> None:
    long = "&".join(f"{mark}=%e2%80%ae{'x' * 500}%0d%0aSet-Cookie" for mark in MARKS)

    found = touch(f"/contact/?{long}&utm_evil=1&landing=/{'y' * 500}", f"https://{'z' * 900}/")

    assert set(MARKS) <= set(found)
    assert max(map(len, found.values())) == 200
    assert "\u202e" not in str(found)
    assert "utm_evil" not in found


def test_a_later_campaign_is_kept_beside_the_first() -> None:
    first, request = {"utm_source": "a"}, RequestFactory().get("/?utm_source=b")

    assert with_last(first, request)["last"]["utm_source"] == "b"
    assert with_last(first, RequestFactory().get("/")) == first
    assert with_last(touch_of(request), request) == touch_of(request)


@pytest.mark.django_db
def test_first_and_last_touch_reach_the_enquiry_through_the_quiz() -> None:
    begin_with_starter()
    visitor = Visitor()
    result = take_quiz(visitor, f"/it-leadership-quiz/?{AD}&cta=closing")
    contact = contact_step(result)

    visitor.submit(visitor.get(f"{contact}?utm_source=mail").form("email"), **CONTACT)

    kept = Enquiry.objects.get().attribution
    assert (kept["utm_source"], kept["cta"]) == ("Facebook", "closing")
    assert kept["last"] == {"utm_source": "mail", "source": "mail", "landing": contact[len(OURS) :]}


@pytest.mark.django_db
def test_a_form_that_is_days_old_still_sends_and_keeps_what_led_to_it() -> None:
    begin_with_starter()
    visitor = Visitor()
    with time_machine.travel("2026-11-23 10:00Z", tick=False) as clock:
        form = visitor.get(f"/contact/?{AD}").form("company")
        clock.shift(3 * keys.LIFE)
        confirm = visitor.submit(form, **CONTACT)
        assert (confirm.status, Enquiry.objects.count()) == (403, 0)
        visitor.submit(confirm.form("company"))

    enquiry = Enquiry.objects.get()
    assert enquiry.attribution == {**RAW, "landing": "/contact/"}
    assert enquiry.message == CONTACT["message"]


@pytest.mark.django_db
def test_sales_reads_it_as_text(sales: Client) -> None:
    told = {"source": "<script>alert(1)</script>", "landing": "/x/", "last": {"source": "mail"}}
    enquiry = make_enquiry(attribution=told, email="ann@gmail.com")

    page = sales.get(f"/admin/enquiry/{enquiry.pk}/").content.decode()

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "And this time" in page
    assert "a free mailbox" in page
    assert 'href="/x/"' not in page


@pytest.mark.django_db
def test_without_any_mark_nothing_is_kept() -> None:
    begin_with_starter()

    enquire(Visitor(), take_quiz(Visitor(), "/it-leadership-quiz/"))

    assert Enquiry.objects.get().attribution == {}
