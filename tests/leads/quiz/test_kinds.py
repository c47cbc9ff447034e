"""Questions of every kind: what may be answered, and what it comes to."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from leads.quiz import scoring
from leads.quiz.content import Option, Question, ShowIf
from leads.quiz.scoring import BadAnswer, accepted
from tests.leads.quiz.quizzes import question, quiz, result

ONE = question("q1", 0, 1, 2)
SEVERAL = replace(ONE, kind="multiple")
TEXT = Question("q1", "q1?", kind="text")


@pytest.mark.parametrize(
    ("asked", "raw", "answer"),
    [
        (ONE, ["q1b"], "q1b"),
        (replace(ONE, kind="scale"), ["q1b"], "q1b"),
        (replace(ONE, kind="yes_no"), ["", "q1a"], "q1a"),
        (replace(ONE, required=False), [], ""),
        (SEVERAL, ["q1c", "q1a", "q1c"], ["q1a", "q1c"]),
        (replace(SEVERAL, required=False), [""], []),
        (TEXT, ["  We use\r\ntapes.\0 "], "We use\ntapes."),
        (TEXT, ["x\r\n" * 167], ("x\n" * 167).strip()),
        (replace(TEXT, required=False), ["   "], ""),
    ],
)
def test_what_was_posted_is_taken_in_one_form(asked: Question, raw: list[str], answer: Any) -> None:
    assert accepted(asked, raw) == answer


@pytest.mark.parametrize(
    ("asked", "raw", "text"),
    [
        (ONE, [], "Choose one of the answers."),
        (ONE, ["q1z"], "Choose one of the answers."),
        (ONE, ["q1a", "q1b"], "Choose one of the answers."),
        (replace(ONE, required=False), ["q1z"], "Choose one of the answers."),
        (SEVERAL, [], "Choose one or more of the answers."),
        (SEVERAL, ["q1a", "q1z"], "Choose one or more of the answers."),
        (TEXT, [" \u200b"], "Write an answer."),
        (TEXT, ["x" * 501], "Write at most 500 characters. These are 501."),
    ],
)
def test_what_cannot_be_taken_is_refused_with_what_to_do(
    asked: Question, raw: list[str], text: str
) -> None:
    with pytest.raises(BadAnswer) as error:
        accepted(asked, raw)

    assert str(error.value) == text


def test_an_optional_question_is_asked_until_it_is_passed() -> None:
    taken = quiz(replace(ONE, required=False), question("q2", 0, 1), result("all"))

    assert scoring.first_unanswered(taken, {}) == taken.questions[0]
    assert scoring.first_unanswered(taken, {"q1": ""}) == taken.questions[1]
    assert scoring.first_unanswered(taken, {"q1": "", "q2": "q2a"}) is None


def test_every_chosen_one_of_several_counts() -> None:
    outcome = scoring.outcome(quiz(SEVERAL, result("all")), {"q1": ["q1b", "q1c"]})

    assert (outcome.score, outcome.max_score, outcome.percent) == (3, 3, 100)


def test_categories_are_counted_each_by_itself_and_percentages_are_rounded_down() -> None:
    taken = quiz(
        question("q1", 0, 1, 3, category="c1"),
        question("q2", 0, 1, 2, category="c2"),
        question("q3", 0, 4),
        result("all"),
    )

    outcome = scoring.outcome(taken, {"q1": "q1b", "q2": "q2c", "q3": "q3a"})

    assert (outcome.score, outcome.max_score, outcome.percent) == (3, 9, 33)
    found = [(each.name, each.score, each.max_score, each.percent) for each in outcome.categories]
    assert found == [("Backups", 1, 3, 33), ("Updates", 2, 2, 100)]


def test_what_is_not_asked_leaves_the_points_that_could_be_had() -> None:
    more = question("q2", 0, 6, show_if=ShowIf("q1", ("q1c",)))
    taken = quiz(ONE, more, result("all"))

    without = scoring.outcome(taken, {"q1": "q1b", "q2": "q2b"})

    assert (without.score, without.max_score) == (1, 2)
    assert scoring.outcome(taken, {"q1": "q1c", "q2": "q2b"}).max_score == 8


def test_a_question_that_was_led_past_has_no_answer_for_those_that_look_at_it() -> None:
    second = question("q2", 0, 1, show_if=ShowIf("q1", ("q1a",)))
    third = question("q3", 0, 1, show_if=ShowIf("q2", ("q2b",)))
    fourth = question("q4", 0, 1, show_if=ShowIf("q2", ("q2b",), "none"))
    taken = quiz(ONE, second, third, fourth, result("all"))

    path = scoring.path(taken, {"q1": "q1c", "q2": "q2b"})

    assert [each.id for each in path] == ["q1", "q4"]


@pytest.mark.parametrize(
    ("answers", "title"),
    [
        ({"q1": "q1a", "q2": "q2c"}, "Backups"),
        ({"q1": "q1c", "q2": "q2b"}, "Half"),
        ({"q1": "q1c", "q2": "q2c"}, "Best"),
        ({"q1": "q1b", "q2": "q2b"}, "Else"),
    ],
)
def test_the_first_result_whose_rule_holds_is_the_one(answers: dict[str, str], title: str) -> None:
    taken = quiz(
        question("q1", 0, 1, 2, category="c1"),
        question("q2", 0, 1, 2, category="c2"),
        result("gone", 0, 99, "c9"),
        result("backups", 0, 0, "c1"),
        result("half", 50, 99, "c2", "percent") if answers["q1"] == "q1c" else result("half", 99),
        result("best", 4, 4),
        result("else"),
    )

    reached = scoring.outcome(taken, answers).result

    assert reached
    assert reached.title == title


def test_without_a_rule_that_holds_there_is_no_result() -> None:
    assert scoring.outcome(quiz(ONE, result("high", 1)), {"q1": "q1a"}).result is None


def test_articles_about_the_weakest_category_come_first() -> None:
    def about(name: str, category: str, article: int, points: int) -> Question:
        low = Option(f"{name}a", "A", {category: points}, article)
        return Question(name, f"{name}?", options=(low, Option(f"{name}b", "B", {category: 4})))

    taken = quiz(
        about("q1", "", 1, 0),
        about("q2", "c1", 2, 3),
        about("q3", "c2", 3, 1),
        about("q4", "c2", 2, 1),
        result("all"),
    )

    answers = {each.id: f"{each.id}a" for each in taken.questions}
    assert scoring.recommended(taken, answers) == [3, 2, 1]
    assert scoring.recommended(taken, answers | {"q4": "q4b"}) == [3, 2, 1]
    assert scoring.recommended(taken, answers | {"q3": "q3b", "q4": "q4b"}) == [2, 1]


def test_what_sales_needs_is_kept_with_each_answer() -> None:
    option = Option("q1a", "No; never", {"c1": 1, "": 2}, 12, "When did you last restore?")
    taken = quiz(
        Question("q1", "Backups?", kind="multiple", options=(option, Option("q1b", "Yes"))),
        replace(TEXT, id="q2"),
        result("all"),
    )

    first, second = scoring.as_asked(taken, {"q1": ["q1a", "q1b"], "q2": "We are\nnew."})

    assert first == {
        "question_id": "q1",
        "kind": "multiple",
        "question": "Backups?",
        "answer": "No; never; Yes",
        "option_ids": ["q1a", "q1b"],
        "option_texts": ["No; never", "Yes"],
        "points": {"Backups": 1, "": 2},
        "categories": ["Backups"],
        "openers": ["When did you last restore?"],
        "articles": [12],
    }
    assert (second["kind"], second["answer"], second["option_ids"]) == ("text", "We are\nnew.", [])
