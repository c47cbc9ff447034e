"""Every step and every result can be previewed as visitors will see it, saved or not."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client

from leads.models import QuizPage
from tests.leads.quiz.editor import SAVE, block, choice, form_of, result, stored
from tests.markup import Markup
from tests.visitor import Visitor


def previewed(client: Client, quiz: QuizPage, mode: str, **changes: Any) -> Markup:
    """What the preview shows of a form as it stands."""
    url = f"/admin/pages/{quiz.pk}/edit/preview/"
    sent = client.post(url, form_of(quiz, SAVE, **changes)).json()
    assert sent == {"is_valid": True, "is_available": True}
    answer = client.get(url, {"mode": mode})
    assert answer.status_code == 200
    assert "form-action 'none'" in answer.headers["Content-Security-Policy"]
    return Markup(answer.content.decode())


def main(page: Markup) -> str:
    return " ".join(page.one("main").text.split())


def test_every_step_and_every_result_is_offered(quiz: QuizPage) -> None:
    modes = [words for _, words in quiz.preview_modes]

    assert modes[:2] == ["Start", "1. Who decides what your firm changes next in its IT?"]
    assert modes[-2:] == ["Result: You lead your IT", "Form at the end"]
    assert len(modes) == 1 + 6 + 4 + 1


def test_a_question_is_previewed_as_it_is_asked(quiz: QuizPage, editor: Client) -> None:
    visitor = Visitor()
    asked = Markup(visitor.submit(visitor.get(quiz.url).form()).text)

    shown = previewed(editor, quiz, f"question:{quiz.questions[0].id}")

    assert shown.one("fieldset").text.split() == asked.one("fieldset").text.split()
    assert "Question 1 of 6" in main(shown)


def test_each_result_is_previewed_with_figures_that_lead_to_it(
    quiz: QuizPage, editor: Client
) -> None:
    for each in quiz.results:
        shown = previewed(editor, quiz, f"result:{each.id}")

        rule = each.value["rule"]
        points = int(re.search(r"(\d+) of 18", main(shown))[1])
        assert shown.one("h1").text.strip() == each.value["title"]
        assert rule["start"] <= points <= (rule["end"] or points)


def test_a_question_that_is_not_saved_yet_is_previewed(quiz: QuizPage, editor: Client) -> None:
    new = choice("Is it new?", ("Yes", 1), ("No", 0))
    questions = [*stored(quiz)["questions"], new]

    shown = previewed(editor, quiz, f"question:{new['id']}", questions=questions)

    assert "Is it new?" in main(shown)
    assert "Question 7 of 7" in main(shown)


def test_a_question_that_few_are_asked_is_previewed_behind_the_answers_that_lead_to_it(
    quiz: QuizPage, editor: Client
) -> None:
    first = choice("Which?", *[(f"Answer {number}", number) for number in range(8)])
    last = [first["value"]["options"][7]["id"]]
    condition = {"question": first["id"], "options": last, "match": "any"}
    second = choice("Why that?", ("So", 1), ("Because", 0), show_if=condition)

    shown = previewed(editor, quiz, f"question:{second['id']}", questions=[first, second])

    assert "Why that?" in main(shown)
    assert "Question 2 of 2" in main(shown)


def test_a_result_that_nobody_gets_is_previewed_all_the_same(
    quiz: QuizPage, editor: Client
) -> None:
    nobody = result("For nobody", 900, None)
    results = [nobody, *stored(quiz)["results"]]

    shown = previewed(editor, quiz, f"result:{nobody['id']}", results=results)

    assert shown.one("h1").text.strip() == "For nobody"


def test_the_start_and_the_form_at_the_end_are_previewed(quiz: QuizPage, editor: Client) -> None:
    assert "6 questions. About two minutes." in main(previewed(editor, quiz, ""))
    assert previewed(editor, quiz, "contact").all("input", name="email")


def test_drafts_that_lack_something_are_previewed_as_far_as_they_go(
    quiz: QuizPage, editor: Client
) -> None:
    empty = block("choice", {"text": "Without answers", "options": []})

    assert "Without answers" in main(
        previewed(editor, quiz, f"question:{empty['id']}", questions=[empty])
    )
    assert quiz.title in main(previewed(editor, quiz, "question:gone", questions=[]))
    title = quiz.results[0].value["title"]
    shown = previewed(editor, quiz, f"result:{quiz.results[0].id}", questions=[empty])
    assert shown.one("h1").text.strip() == title
