"""A quiz that begins with its first question on another page, which any cache may have kept."""

from __future__ import annotations

import json
from typing import Any

import pytest

from leads.models import QuizAttempt, QuizPage, QuizVersion
from tests.visitor import Page, Visitor

ARTICLE = "/articles/leadership-and-management-skills/"
FROM_ARTICLE = {"Sec-Fetch-Site": "same-origin", "Referer": f"http://testserver{ARTICLE}"}


def embedded(quiz: QuizPage, headers: dict[str, str], **values: Any) -> tuple[Visitor, Page]:
    """Send what the form of a first question on an article sends."""
    visitor = Visitor(headers=headers)
    return visitor, visitor.post(f"/quiz/begin/{quiz.pk}/", {"_end": "1"} | values)


def first_options(quiz: QuizPage) -> list[str]:
    return [option["id"] for option in quiz.content()["questions"][0]["options"]]


def test_the_first_answer_is_stored_and_the_next_question_asked(quiz: QuizPage) -> None:
    option = first_options(quiz)[1]

    _, page = embedded(quiz, FROM_ARTICLE, option=option)

    attempt = QuizAttempt.objects.get()
    assert "Question 2 of 6" in page.text
    assert list(attempt.answers.values()) == [option]
    assert attempt.attribution["article_url"] == f"http://testserver{ARTICLE}"


def test_an_answer_of_which_a_part_may_have_got_lost_is_asked_for_again(quiz: QuizPage) -> None:
    _, page = embedded(quiz, FROM_ARTICLE, option=first_options(quiz)[1], _end="")

    assert "Question 1 of 6" in page.text
    assert QuizAttempt.objects.get().answers == {}


@pytest.mark.parametrize("values", [{"option": "gone"}, {"option": ""}, {}, {"text": "Words"}])
def test_an_answer_that_is_none_any_more_only_asks_the_first_question(
    quiz: QuizPage, values: dict[str, str]
) -> None:
    _, page = embedded(quiz, FROM_ARTICLE, **values)

    assert "Question 1 of 6" in page.text
    assert page.status == 200
    assert QuizAttempt.objects.get().answers == {}


def test_a_page_kept_since_before_the_quiz_was_changed_begins_the_quiz_of_today(
    quiz: QuizPage,
) -> None:
    kept = first_options(quiz)[1]
    raw = json.loads(json.dumps(quiz.questions.raw_data[1:]))
    quiz.questions = json.dumps(raw)
    quiz.save_revision().publish()

    _, page = embedded(quiz, FROM_ARTICLE, option=kept)

    assert "Question 1 of 5" in page.text


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {}])
def test_in_doubt_one_more_press_begins_with_the_answer_and_what_led_here_kept(
    quiz: QuizPage, headers: dict[str, str]
) -> None:
    option = first_options(quiz)[2]
    visitor, doubt = embedded(
        quiz, headers | {"Referer": f"http://testserver{ARTICLE}"}, option=option
    )
    assert doubt.status == 403
    assert not QuizAttempt.objects.exists()

    visitor.headers = {"Sec-Fetch-Site": "same-origin"}
    page = visitor.submit(doubt.form())

    attempt = QuizAttempt.objects.get()
    assert "Question 2 of 6" in page.text
    assert list(attempt.answers.values()) == [option]
    assert attempt.attribution["article_url"] == f"http://testserver{ARTICLE}"


def test_the_start_says_how_long_it_is_and_whether_the_result_has_its_price(quiz: QuizPage) -> None:
    plain = Visitor().get(quiz.url).text
    content = quiz.content() | {"gated": True}
    first, second = content["questions"][:2]
    options = [each["id"] for each in first["options"][:1]]
    second["show_if"] = {"question": first["id"], "options": options, "match": "any"}
    QuizVersion.objects.update(content=content)

    other = Visitor().get(quiz.url).text

    assert "6 questions." in plain
    assert "You see your result after that." not in plain
    assert "5 to 6 questions." in other
    assert "You see your result after that." in other
