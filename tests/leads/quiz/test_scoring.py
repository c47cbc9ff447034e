"""What answers come to."""

from __future__ import annotations

from typing import Any

import pytest

from leads.quiz import scoring
from leads.quiz.bands import bands
from leads.quiz.content import read


def content(starts: tuple[int, ...] = (0, 3), questions: int = 2) -> dict[str, Any]:
    """Schema 1: questions q1, q2 … with options a (0 points) to d (3), a result for each start."""
    return {
        "title": "Quiz",
        "questions": [
            {
                "id": f"q{number}",
                "text": f"Question {number}?",
                "help": "",
                "options": [
                    {"id": letter, "text": f"Answer {letter}", "points": points}
                    for points, letter in enumerate("abcd")
                ],
            }
            for number in range(1, questions + 1)
        ],
        "results": [
            {"id": f"r{start}", "from_score": start, "title": f"From {start}", "articles": []}
            for start in starts
        ],
    }


@pytest.mark.parametrize(
    ("answers", "score", "result"),
    [
        ({"q1": "a", "q2": "a"}, 0, "From 0"),
        ({"q1": "c", "q2": "a"}, 2, "From 0"),
        ({"q1": "d", "q2": "a"}, 3, "From 3"),
        ({"q1": "d", "q2": "d"}, 6, "From 3"),
    ],
)
def test_the_result_is_the_last_one_that_begins_at_or_below_the_score(
    answers: dict[str, str], score: int, result: str
) -> None:
    outcome = scoring.outcome(read(content()), answers)

    assert (outcome.score, outcome.max_score) == (score, 6)
    assert outcome.result and outcome.result.title == result


def test_a_score_below_every_result_leads_to_the_first() -> None:
    outcome = scoring.outcome(read(content(starts=(2, 4))), {"q1": "a", "q2": "a"})

    assert outcome.result and outcome.result.title == "From 2"


def test_an_answer_that_is_no_option_of_its_question_counts_as_none() -> None:
    answers = {"q1": "a", "q2": "z", "q9": "a"}

    assert scoring.first_unanswered(read(content()), answers).id == "q2"
    assert scoring.outcome(read(content()), answers).score == 0
    assert [each["question_id"] for each in scoring.as_asked(read(content()), answers)] == [
        "q1",
        "q2",
    ]


def test_answers_are_kept_in_the_words_that_were_shown() -> None:
    kept = scoring.as_asked(read(content(questions=1)), {"q1": "c"})

    assert kept == [
        {
            "question_id": "q1",
            "kind": "single",
            "question": "Question 1?",
            "answer": "Answer c",
            "option_ids": ["c"],
            "option_texts": ["Answer c"],
            "points": {"": 2},
            "categories": [],
            "openers": [],
            "articles": [],
        }
    ]


def test_bands_cover_every_score_once_and_mark_the_one_reached() -> None:
    quiz = read(content(starts=(0, 2, 5)))

    drawn = bands(quiz, scoring.outcome(quiz, {"q1": "c", "q2": "b"}))

    assert [(band.from_score, band.to_score) for band in drawn] == [(0, 1), (2, 4), (5, 6)]
    assert [band.reached for band in drawn] == [False, True, False]
    assert [band.share for band in drawn] == [29, 43, 29]


def test_a_result_that_no_score_reaches_has_no_band() -> None:
    quiz = read(content(starts=(0, 3, 50)))

    drawn = bands(quiz, scoring.outcome(quiz, {"q1": "d", "q2": "d"}))

    assert [(band.from_score, band.to_score) for band in drawn] == [(0, 2), (3, 6)]
