"""How much counting a proof may cost, and what it says where that is not enough."""

from __future__ import annotations

import pytest

from leads.quiz.content import Option, Question, ShowIf
from leads.quiz.prover import prove
from tests.leads.quiz.large import SIZE, WEAKEST, large
from tests.leads.quiz.quizzes import question, quiz, result


def test_a_large_quiz_is_counted_by_its_total() -> None:
    proof = prove(large(result("low", 0, 100), result("high", 102)))

    assert proof.sampled == 0
    assert [each.text for each in proof.errors] == ["Score 101 has no result."]


def test_a_large_quiz_is_counted_by_all_its_categories_together() -> None:
    proof = prove(large(*WEAKEST))

    assert proof.sampled == 0
    assert [each.code for each in proof.errors] == ["gap"]
    assert sum(each.share for each in proof.shares) == pytest.approx(1)


def test_a_large_quiz_of_two_ways_is_counted() -> None:
    first = Question("first", "Which?", options=(Option("a", "A"), Option("b", "B")))

    proof = prove(large(*WEAKEST, result("else"), first=first))

    assert (proof.sampled, proof.errors) == (0, ())
    assert proof.longest < 30


def test_where_counting_ends_the_proof_says_how_many_takers_were_tried() -> None:
    tangled = large(*WEAKEST, spread=SIZE)

    proof, again = prove(tangled), prove(tangled)

    assert proof.sampled == 5000
    assert proof == again
    assert sum(each.share for each in proof.shares) == pytest.approx(1)


def test_what_a_sample_did_not_meet_is_said_with_care() -> None:
    rare = result("rare", 210, 210)

    proof = prove(large(*WEAKEST, rare, result("else"), spread=SIZE), steps=0)

    assert [each.text for each in proof.warnings if each.where == "rare"] == [
        "None of 5,000 random takers got “Rare”."
    ]


def test_what_one_category_cannot_reach_is_certain_even_beside_a_sample() -> None:
    never = result("never", 101, category="c1", measure="percent")

    proof = prove(large(*WEAKEST, never, result("else"), spread=SIZE))

    assert proof.sampled
    assert [each.text for each in proof.warnings if each.where == "never"] == [
        "“Never” is never reached: its rule holds for none of the percentages that occur, "
        "which go from 0 to 100."
    ]


def test_a_sample_follows_the_answers_from_question_to_question() -> None:
    yes, no = ShowIf("q1", ("q1a",)), ShowIf("q1", ("q1a",), "none")
    branching = quiz(
        question("q1", 0, 0, 0, 0),
        question("q2", 1, 1, show_if=yes),
        question("q3", 2, 4, show_if=no),
        question("q4", 8, 8, show_if=ShowIf("q2", ("q2a",))),
        question("q5", 16, 16, show_if=ShowIf("q2", ("q2a", "q2b"), "none")),
        *[result(f"r{score}", score, score) for score in (1, 18, 20, 9)],
    )

    proof, exact = prove(branching, steps=0), prove(branching)

    assert (proof.sampled, exact.sampled) == (5000, 0)
    parts = [1 / 8, 3 / 8, 3 / 8, 1 / 8]
    assert [each.share for each in exact.shares] == pytest.approx(parts)
    assert [each.share for each in proof.shares] == pytest.approx(parts, abs=0.03)


def test_without_a_count_and_a_last_result_without_limits_no_gap_is_not_certain() -> None:
    low, high = result("low", 0, 100), result("high", 101)

    assert [each.code for each in prove(large(low, high), steps=0).warnings] == ["gaps_unknown"]
    assert prove(large(low, high, result("else")), steps=0).errors == ()
    assert "gaps_unknown" not in [
        each.code for each in prove(large(low, result("else")), steps=0).warnings
    ]
