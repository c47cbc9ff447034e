"""The beacon of a page: what is counted of it, and what nobody can make of it."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from wagtail.models import Page

from leads.counting import buffer
from leads.models import Tally
from leads.models.tally import What
from tests.leads.counting.conftest import Total
from tests.leads.counting.test_steps import OURS


def a_page() -> Page:
    """A page that anybody may see."""
    return Page.objects.get(depth=2)


def beacon(headers: dict[str, str] | None = None, **values: Any) -> HttpResponse:
    """Send what the script of a page sends."""
    sent = {"what": "read", "page": a_page().pk, "from": ""} | values
    client = Client(enforce_csrf_checks=True, headers=OURS if headers is None else headers)
    return client.post("/count/", sent)


def test_a_read_and_a_tap_are_counted_and_nothing_is_left_in_the_browser(total: Total) -> None:
    answers = [beacon(page=a_page().pk), beacon(what="tapped", page=a_page().pk)]

    assert [each.status_code for each in answers] == [204, 204]
    assert not any(each.cookies for each in answers)
    assert "no-store" in answers[0].headers["Cache-Control"]
    assert total(What.READ, page=a_page().pk) == total(What.TAPPED, page=a_page().pk) == 1


def test_a_source_is_told_by_the_pages_own_address_or_by_the_page_before_it(total: Total) -> None:
    here = f"http://testserver{a_page().url}"

    beacon({**OURS, "Referer": f"{here}?utm_source=LinkedIn&utm_campaign=May"})
    beacon({**OURS, "Referer": here}, **{"from": "https://www.google.co.uk/"})
    beacon({**OURS, "Referer": here}, **{"from": here})

    assert [total(What.READ, source=each) for each in ("linkedin", "google", "")] == [1, 1, 1]


def test_the_number_may_be_tapped_on_a_page_that_has_no_id(total: Total) -> None:
    beacon(what="tapped", page="")

    assert total(What.TAPPED, page=0) == 1


@pytest.mark.parametrize(
    "headers",
    [
        {**OURS, "Sec-Fetch-Site": "cross-site"},
        {"User-Agent": OURS["User-Agent"]},
        {"User-Agent": OURS["User-Agent"], "Origin": "https://evil.example"},
        {**OURS, "User-Agent": "python-requests/2.32"},
    ],
)
def test_what_no_page_of_ours_sends_for_a_person_is_not_counted(
    total: Total, headers: dict[str, str]
) -> None:
    assert beacon(headers).status_code == 204
    assert total(What.READ) == 0


@pytest.mark.parametrize(
    "values",
    [
        {"page": 999999},
        {"page": "-1"},
        {"page": "٣"},
        {"page": ""},
        {"page": "9" * 400},
        {"what": "won"},
        {"what": "read", "from": "x" * 1000},
        {"from": "http://[", "page": "x"},
    ],
)
def test_nothing_but_a_page_that_is_there_is_counted(total: Total, values: dict[str, Any]) -> None:
    assert beacon(**values).status_code == 204
    assert total(What.READ) == 0
    assert not Tally.objects.exists()


def test_a_page_that_is_only_a_draft_is_not_counted(total: Total) -> None:
    page = a_page()
    page.unpublish()

    beacon(page=page.pk)

    assert total(What.READ) == 0


def test_it_is_only_posted_to(db: None) -> None:
    assert Client(headers=OURS).get("/count/").status_code == 405


def test_one_connection_cannot_make_a_crowd(total: Total) -> None:
    for _ in range(125):
        beacon()

    assert total(What.READ) == 120


def test_invented_numbers_do_not_fill_the_memory(db: None, monkeypatch: Any) -> None:
    buffer.flush()
    monkeypatch.setattr(buffer, "MOST", 3)

    for page in (1, 2, 3, 4, 1):
        buffer.count(What.READ, page=10**6 + page)

    assert sum(buffer._counts.values()) == 4
    assert buffer.flush()
