"""The dashboard of sales: the figures are right, and small ones of visitors are not told."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import strip_tags
from wagtail.models import Page

from leads.delivery.settling import DELIVERED
from leads.models import Attempt, Kind, Screening, Stage, State
from leads.models.tally import What
from tests.factories import make_delivery, make_enquiry
from tests.leads.insight.made import counted, lead, member
from tests.leads.quiz.begun import after, asked, begun
from tests.markup import Markup

URL = "/admin/reports/sales/"


@pytest.fixture
def manager(db: None) -> Client:
    return member("Sales managers")


def page_of(client: Client, query: str = "") -> Markup:
    answer = client.get(URL + query)
    assert answer.status_code == 200
    return Markup(answer.content.decode())


def words(client: Client, query: str = "") -> str:
    text = client.get(URL + query).content.decode().partition('class="insight"')[2]
    return " ".join(unescape(strip_tags(text)).split())


def table(client: Client, name: str, query: str = "") -> list[list[str]]:
    """The rows of a part's file, without its heading."""
    answer = client.get(f"{URL}?csv={name}{query}")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))[1:]


def article() -> Page:
    return Page.objects.get(depth=2)


def test_before_anything_has_happened_it_says_what_will_be_here(manager: Client) -> None:
    told = words(manager)

    assert "0 in all" in told
    assert "No enquiry of this time has been due yet." in told
    assert "Nobody has begun a quiz in this time." in told
    assert "No try has failed in this time." in told


def test_the_way_is_told_from_the_article_to_the_customer(manager: Client) -> None:
    page = article()
    for what, n in ((What.READ, 200), (What.PRESSED, 50), (What.BEGUN, 20), (What.FINISHED, 10)):
        counted(what, n, page=page.pk, version=7 if what in {What.BEGUN, What.FINISHED} else 0)
    won = {"stage": Stage.WON, "contacted": timedelta(hours=1)}
    for stage in (won, {"contacted": timedelta(hours=1)}, {}):
        lead(page=page.pk, **stage)

    assert table(manager, "way") == [
        ["Articles read", "200", ""],
        ["Invitations pressed", "50", "25 %"],
        ["Quizzes begun", "20", "40 %"],
        ["Quizzes finished", "10", "50 %"],
        ["Enquiries", "3", "–"],
        ["Contacted", "2", "–"],
        ["Won", "1", "–"],
    ]
    assert table(manager, "articles") == [[page.title, "200", "50", "0", "20", "10", "3", "2", "1"]]
    assert table(manager, "versions") == [["Version 7", "0", "20", "10", "0", "0", "0"]]


def test_small_numbers_of_visitors_are_not_told_and_not_drawn(manager: Client) -> None:
    counted(What.READ, 100)
    counted(What.PRESSED, 4)
    counted(What.BEGUN, 2)

    drawn = [
        each.attributes["width"]
        for each in page_of(manager).all("rect")
        if each.attributes["class"] == "chart-0" and each.attributes.get("rx") == "3"
    ]

    assert [row[1] for row in table(manager, "way")][:4] == ["100", "< 5", "< 5", "0"]
    assert drawn[:4] == ["100.0%", "5.0%", "5.0%", "0.0%"]


def test_the_sources_are_named_and_add_up(manager: Client) -> None:
    counted(What.READ, 12, source="linkedin")
    lead(told={"source": "linkedin"})
    lead(told={"source": "acme.example"})

    assert {row[0]: row[6] for row in table(manager, "sources")} == {
        "LinkedIn": "1",
        "Other sites": "1",
    }


def test_only_enquiries_that_ask_something_of_us_count(manager: Client) -> None:
    lead()
    lead(is_test=True)
    lead(kind=Kind.CORRECTION)
    lead(kind=Kind.WITHDRAWAL)
    lead(kind=Kind.OBJECTION)
    held = make_enquiry(handling=None)
    Screening.objects.create(enquiry=held, score=9, reasons=[], held=True)

    assert sum(int(row[1]) for row in table(manager, "enquiries")) == 1


def test_first_contact_is_measured_against_the_promise(manager: Client) -> None:
    lead(contacted=timedelta(hours=1))
    lead(contacted=timedelta(hours=3))
    lead()  # due eighteen hours ago
    lead(due=timedelta(days=3))
    lead(stage=Stage.UNFIT)  # closed without a word

    told = words(manager)

    assert "Of 3 that were due, 1 were answered in time (33 %)." in told
    assert "Overdue and waiting: 1." in told
    assert "Half of the first contacts came within 2 h." in told
    assert [
        sum(map(int, column))
        for column in zip(*[row[1:] for row in table(manager, "answers")], strict=True)
    ] == [1, 1, 1, 1]


def test_a_question_is_measured_by_those_who_were_asked_it(manager: Client) -> None:
    attempt = begun(
        asked("q1", "single", 0, 1),
        asked("q2", "single", 0, 1, show_if=after("q1", "q1b")),
        title="IT check",
    )
    version = attempt.version_id
    counted(What.BEGUN, 40, version=version)
    for question, n, m in (("q1", 40, 30), ("q2", 10, 9)):
        counted(What.ASKED, n, version=version, question=question)
        counted(What.ANSWERED, m, version=version, question=question)

    assert table(manager, "questions") == [
        ["1. What about q1?", "40", "30", "10", "25 %"],
        ["2. What about q2?", "10", "9", "< 5", "–"],
    ]
    assert "IT check, " in words(manager)


def test_delivery_tells_what_waits_and_why_tries_failed(manager: Client) -> None:
    waiting = make_delivery(created_at=timezone.now() - timedelta(hours=3, minutes=1))
    make_delivery(state=State.DEAD)
    Attempt.objects.create(
        delivery=waiting, started_at=timezone.now(), milliseconds=9, outcome="Rejected", times=3
    )
    Attempt.objects.create(
        delivery=waiting, started_at=timezone.now(), milliseconds=9, outcome=DELIVERED
    )

    assert "The oldest undelivered waits for 3 h 1 min." in words(manager)
    assert table(manager, "failures") == [["The destination refused this enquiry", "main", "3"]]


def test_the_days_can_be_chosen_and_what_makes_no_sense_is_named_and_kept(
    manager: Client,
) -> None:
    counted(What.READ, 30, days_ago=100)
    today = timezone.localdate()

    long_ago = f"&first={today - timedelta(days=120)}&last={today - timedelta(days=90)}"
    assert table(manager, "way", long_ago)[0][1] == "30"
    assert table(manager, "way")[0][1] == "0"
    wrong = page_of(manager, "?first=2026-05-02&last=2026-05-01")
    assert "The last day is before the first." in wrong.one("main").text
    assert any(each.attributes.get("value") == "2026-05-02" for each in wrong.all("input"))


def test_a_text_in_a_file_is_no_formula(manager: Client) -> None:
    page = article()
    Page.objects.filter(pk=page.pk).update(title='=HYPERLINK("http://evil.example")')
    lead(page=page.pk)

    assert table(manager, "articles")[0][0].startswith("'=HYPERLINK")


def test_an_article_that_was_deleted_keeps_its_name(manager: Client) -> None:
    counted(What.READ, 9, page=4711)
    lead(page=4711, article="Choosing a backup")

    assert table(manager, "articles")[0][0] == "Choosing a backup (deleted)"


def test_pictures_have_words_for_those_who_do_not_see_them(manager: Client) -> None:
    lead()

    charts = [each for each in page_of(manager).all("svg") if each.attributes.get("role") == "img"]

    assert len(charts) == 3
    assert all(each.attributes["aria-labelledby"] for each in charts)
    assert page_of(manager).all("desc")


def test_more_enquiries_cost_no_more_queries(manager: Client) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as made:
            assert manager.get(URL).status_code == 200
        return len(made)

    lead(page=article().pk)
    counted(What.READ, 9, page=article().pk)
    cost()
    few = cost()
    for number in range(12):
        lead(page=article().pk, told={"source": f"site-{number}"})
        counted(What.READ, 9, page=number + 100, source="google")

    assert cost() <= few + 1  # names of pages that are gone
    assert few <= 30


@pytest.mark.parametrize("groups", [["Sales"], ["Editors"], ["Operators"], ["Moderators"]])
def test_nobody_else_sees_it(db: None, groups: list[str]) -> None:
    client = member(*groups)

    for address in (URL, f"{URL}?csv=way"):
        assert "insight-part" not in client.get(address, follow=True).content.decode()
    home = client.get("/admin/").content.decode()
    assert "Sales figures" not in home and "insight-panel" not in home


def test_the_home_page_of_the_admin_shows_the_last_weeks(manager: Client) -> None:
    lead()

    home = manager.get("/admin/").content.decode()

    assert "insight-panel" in home and "Sales figures" in home
