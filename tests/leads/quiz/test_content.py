"""Reading what a version holds, in the shape of today and in that of before."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leads.quiz import scoring
from leads.quiz.content import Category, Cta, Option, Question, Result, Rule, ShowIf, read

FULL: dict[str, Any] = {
    "schema": 2,
    "title": "IT check",
    "gated": True,
    "categories": [{"id": "c1", "name": "Backups"}],
    "questions": [
        {
            "id": "q1",
            "kind": "scale",
            "text": "How sure are you of your backups?",
            "help": "1 is not at all.",
            "image": 7,
            "image_alt": "A tape drive",
            "required": False,
            "show_if": {"question": "q0", "options": ["a", "b"], "match": "none"},
            "options": [
                {
                    "id": "q1:1",
                    "text": "1",
                    "points": {"c1": 0, "": 2},
                    "article": 12,
                    "opener": "When did you last restore a file?",
                }
            ],
            "low": "Not at all",
            "high": "Very",
        }
    ],
    "results": [
        {
            "id": "r1",
            "title": "At risk",
            "text": "<p>Ring us.</p>",
            "rule": {"measure": "percent", "category": "c1", "from": None, "to": 40},
            "articles": [12, 13],
            "cta": {
                "text": "Talk to us",
                "label": "Write",
                "page": None,
                "url": "https://a.example",
            },
            "sales_note": "Offer a restore test.",
        }
    ],
}


def test_everything_that_was_frozen_is_read() -> None:
    quiz = read(FULL)

    assert (quiz.title, quiz.gated) == ("IT check", True)
    assert quiz.categories == (Category("c1", "Backups"),)
    assert quiz.questions == (
        Question(
            id="q1",
            kind="scale",
            text="How sure are you of your backups?",
            help="1 is not at all.",
            image=7,
            image_alt="A tape drive",
            required=False,
            show_if=ShowIf("q0", ("a", "b"), "none"),
            options=(
                Option("q1:1", "1", {"c1": 0, "": 2}, 12, "When did you last restore a file?"),
            ),
            low="Not at all",
            high="Very",
        ),
    )
    assert quiz.results == (
        Result(
            id="r1",
            title="At risk",
            text="<p>Ring us.</p>",
            rule=Rule("percent", "c1", None, 40),
            articles=(12, 13),
            cta=Cta("Talk to us", "Write", None, "https://a.example"),
            sales_note="Offer a restore test.",
        ),
    )  # fmt: skip


def test_a_question_is_found_by_its_place_in_the_version() -> None:
    quiz = read({**FULL, "questions": [{"id": each, "text": each} for each in ("q1", "q2", "q3")]})

    assert [quiz.number_of(each) for each in quiz.questions] == [1, 2, 3]


def test_a_version_of_before_has_single_choices_without_conditions() -> None:
    question = {
        "id": "q1",
        "text": "Who?",
        "help": "",
        "options": [{"id": "a", "text": "We", "points": 3}],
    }
    result = {
        "id": "r1",
        "from_score": 0,
        "title": "Done",
        "text": "",
        "articles": [4],
        "sales_note": "",
    }

    quiz = read({"title": "Quiz", "questions": [question], "results": [result]})

    asked = quiz.questions[0]
    assert (asked.kind, asked.required, asked.show_if) == ("single", True, None)
    assert asked.options[0].points == {"": 3}
    assert (quiz.gated, quiz.categories, quiz.results[0].articles) == (False, (), (4,))
    assert quiz.results[0].rule.always


@given(
    starts=st.lists(st.integers(0, 20), min_size=1, max_size=5, unique=True).map(sorted),
    score=st.integers(0, 25),
)
def test_a_result_of_before_holds_until_the_next_one_begins_and_the_first_one_below_it_too(
    starts: list[int], score: int
) -> None:
    options = [{"id": "a", "text": "A", "points": score}]
    question = {"id": "q1", "text": "Which?", "options": options}
    results = [{"id": str(start), "title": "Done", "from_score": start} for start in starts]

    quiz = read({"title": "Quiz", "questions": [question], "results": results})
    reached = scoring.outcome(quiz, {"q1": "a"}).result

    begun = [start for start in starts if start <= score]
    assert reached
    assert reached.id == str(begun[-1] if begun else starts[0])


def test_a_version_from_the_future_is_refused() -> None:
    with pytest.raises(ValueError, match="schema 3"):
        read({**FULL, "schema": 3})
