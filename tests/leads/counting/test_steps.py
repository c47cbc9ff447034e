"""The steps to an enquiry are counted at the server: once each, for people, and at no cost."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from blog.models import ArticlePage
from leads.counting.buffer import count
from leads.counting.people import is_robot, is_visitor
from leads.counting.sources import source_of
from leads.models import QuizAttempt, QuizPage, QuizVersion
from leads.models.tally import What
from tests.leads.counting.conftest import Total
from tests.leads.quiz.begun import after, asked, begun, url
from tests.visitor import Visitor, enquire, take_quiz

ARTICLE = "/articles/leadership-and-management-skills/"
PERSON = {"User-Agent": "Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 Chrome/142.0 Mobile"}
OURS = {**PERSON, "Sec-Fetch-Site": "same-origin"}


def article() -> ArticlePage:
    return ArticlePage.objects.get(slug__startswith="leadership")


def test_the_way_from_an_article_is_counted_step_by_step(quiz: QuizPage, total: Total) -> None:
    visitor = Visitor(headers=PERSON)

    enquire(visitor, take_quiz(visitor, ARTICLE))

    version, page = QuizVersion.objects.get().pk, article().pk
    assert total(What.PRESSED, page=page) == 1
    for step in (What.OPENED, What.BEGUN, What.FINISHED):
        assert total(step, page=page, version=version) == 1
    assert total(What.ASKED, version=version) == total(What.ANSWERED, version=version) == 6


def test_to_count_asks_nothing_of_the_database(db: None) -> None:
    with CaptureQueriesContext(connection) as made:
        count(What.READ, page=3)

    assert len(made) == 0


def answer(attempt: QuizAttempt, number: int, option: str) -> None:
    values = {"option": option, "_end": "1"}
    assert Client(headers=OURS).post(url(attempt, number), values).status_code == 303


def test_who_is_led_past_a_question_is_not_counted_as_asked_it(total: Total) -> None:
    attempt = begun(
        asked("q1", "single", 0, 1),
        asked("q2", "single", 0, 1, show_if=after("q1", "q1b")),
        asked("q3", "single", 0, 1),
    )

    answer(attempt, 1, "q1a")

    assert total(What.ASKED, question="q2") == 0
    assert total(What.ASKED, question="q3") == 1
    assert total(What.ANSWERED, question="q3") == total(What.FINISHED) == 0


def test_who_goes_back_and_takes_another_way_is_counted_once_at_each_question(
    total: Total,
) -> None:
    attempt = begun(
        asked("q1", "single", 0, 1),
        asked("q2", "single", 0, 1, show_if=after("q1", "q1b")),
        asked("q3", "single", 0, 1),
    )

    for number, option in ((1, "q1a"), (3, "q3a"), (1, "q1b"), (2, "q2a"), (3, "q3b")):
        answer(attempt, number, option)

    assert [total(What.ASKED, question=each) for each in ("q1", "q2", "q3")] == [1, 1, 1]
    assert total(What.BEGUN) == total(What.FINISHED) == 1


def test_a_question_in_an_article_and_a_link_to_ask_for_a_call_are_invitations(
    quiz: QuizPage, total: Total
) -> None:
    option = quiz.content()["questions"][0]["options"][0]["id"]
    visitor = Visitor(headers={**OURS, "Referer": f"http://testserver{ARTICLE}"})

    visitor.post(f"/quiz/begin/{quiz.pk}/", {"_end": "1", "option": option})

    visitor.get(f"/contact/?from={article().pk}&cta=call-back")
    Visitor(headers=PERSON).get("/contact/")  # by itself

    assert total(What.PRESSED) == total(What.PRESSED, page=article().pk) == 2
    assert total(What.BEGUN, page=article().pk) == total(What.ANSWERED) == 1


@pytest.mark.parametrize(
    "headers",
    [
        {"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
        {"User-Agent": "curl/8.5"},
        {"User-Agent": ""},
        {**PERSON, "Sec-Purpose": "prefetch;prerender"},
        {**PERSON, "Purpose": "prefetch"},
        {**PERSON, "Cookie": "leadline_session=x"},
        {**PERSON, "Sec-GPC": "1"},
        {**PERSON, "DNT": "1"},
    ],
)
def test_robots_pages_fetched_ahead_staff_and_who_asks_for_it_are_not_counted(
    headers: dict[str, str],
) -> None:
    assert is_visitor(RequestFactory().get("/", headers=PERSON))
    assert not is_visitor(RequestFactory().get("/", headers=headers))
    assert not is_visitor(RequestFactory().head("/", headers=PERSON))


def test_an_attempt_of_an_editor_is_not_counted(total: Total) -> None:
    answer(begun(asked("q1", "single", 0, 1), is_test=True), 1, "q1a")

    assert total(What.ANSWERED) == total(What.FINISHED) == 0


@pytest.mark.parametrize(
    "browser",
    [
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
        "Gecko) Version/19.0 Mobile/15E148 Safari/604.1",
        "Mozilla/5.0 (Linux; Android 15; CUBOT P80) AppleWebKit/537.36 Chrome/142.0 Mobile",
    ],
)
def test_a_persons_browser_is_no_robot(browser: str) -> None:
    assert not is_robot(browser)


@pytest.mark.parametrize(
    ("told", "source"),
    [
        ({}, ""),
        ({"source": "linkedin", "utm_source": "LinkedIn"}, "linkedin"),
        ({"source": "acme.example", "referer": "https://acme.example/"}, "site"),
        ({"source": "spring push", "utm_source": "Spring push"}, "campaign"),
        ({"source": "may", "utm_source": "may", "medium": "email"}, "newsletter"),
    ],
)
def test_invented_sources_do_not_fill_the_table(told: dict[str, str], source: str) -> None:
    assert source_of(told) == source
