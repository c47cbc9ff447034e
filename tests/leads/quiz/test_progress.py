"""How far somebody is, where the answers decide how long a quiz is."""

from __future__ import annotations

from itertools import pairwise
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leads.quiz.content import Question, Quiz, read
from leads.quiz.progress import length, progress
from leads.quiz.scoring import first_unanswered, path
from tests.leads.quiz.begun import after, asked, ending
from tests.leads.quiz.quizzes import answers_to, quizzes, takers


def quiz(*questions: dict[str, Any]) -> Quiz:
    return read({"schema": 2, "title": "", "questions": questions, "results": [ending()]})


def words(of: Quiz, number: int = 1, **answers: Any) -> str:
    question: Question = of.questions[number - 1]
    return progress(of, answers, question).words.removeprefix("Question ")


ONE = asked("q1", "single", 0, 1, 2)


def test_a_quiz_without_branches_has_one_length() -> None:
    taken = quiz(ONE, asked("q2", "text"), asked("q3", "yes_no", 1, 0))

    assert [words(taken, number) for number in (1, 2, 3)] == ["1 of 3", "2 of 3", "3 of 3"]


def test_two_branches_of_the_same_length_make_no_difference() -> None:
    taken = quiz(
        ONE,
        asked("q2", show_if=after("q1", "q1a")),
        asked("q3", show_if=after("q1", "q1a", match="none")),
    )

    assert words(taken) == "1 of 2"


def test_a_question_within_a_branch_counts_only_where_its_branch_is_taken() -> None:
    taken = quiz(
        ONE,
        asked("q2", "single", 0, 1, show_if=after("q1", "q1a")),
        asked("q3", show_if=after("q2", "q2a")),
        asked("q4", show_if=after("q2", "q2b", match="none")),
    )

    assert words(taken) == "1 of 2 to 4"
    assert words(taken, 2, q1="q1a") == "2 of 2 to 4"
    assert words(taken, 4, q1="q1b") == "2 of 2"


@pytest.mark.parametrize(("required", "expected"), [(True, "1 of 2 to 3"), (False, "1 of 1 to 3")])
def test_several_answers_can_lead_to_several_questions(required: bool, expected: str) -> None:
    taken = quiz(
        asked("q1", "multiple", 0, 1, required=required),
        asked("q2", show_if=after("q1", "q1a")),
        asked("q3", show_if=after("q1", "q1b")),
    )

    assert words(taken) == expected


def test_what_was_answered_further_on_is_not_held_against_whoever_goes_back() -> None:
    taken = quiz(ONE, asked("q2", show_if=after("q1", "q1a")), asked("q3", "single", 1))

    assert words(taken, 1, q1="q1a", q2="q2a") == "1 of 2 to 3"


def test_a_rule_that_names_a_question_that_is_gone_is_as_good_as_decided() -> None:
    taken = quiz(
        ONE,
        asked("q2", show_if=after("gone", "a")),
        asked("q3", show_if=after("gone", "a", match="none")),
    )

    assert words(taken) == "1 of 2"


@given(quizzes(most=5))
def test_what_is_said_of_the_length_is_what_every_way_through_comes_to(taken: Quiz) -> None:
    lengths = [len(path(taken, answers)) for answers, _ in takers(taken)]

    assert length(taken, {}) == (min(lengths), max(lengths))


@given(quizzes(most=4), st.randoms(use_true_random=False))
def test_on_the_way_forward_the_most_never_grows_and_the_fewest_never_shrinks(
    taken: Quiz, chance: Random
) -> None:
    answers, said = {}, []

    while (question := first_unanswered(taken, answers)) is not None:
        said.append(progress(taken, answers, question))
        answers[question.id] = chance.choice(answers_to(question))

    assert [each.place for each in said] == list(range(1, len(said) + 1))
    for before, later in pairwise(said):
        assert before.fewest <= later.fewest <= later.most <= before.most
    assert not said or said[-1].fewest <= len(said) <= said[-1].most
