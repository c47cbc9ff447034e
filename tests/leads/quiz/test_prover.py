"""What an editor is told about a quiz before anybody takes it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from leads.quiz.content import Category, Option, Question, Quiz, ShowIf
from leads.quiz.prover import Proof, prove
from tests.leads.quiz.quizzes import question, quiz, result

HIGH, LOW = result("high", 3), result("low", 0, 2)


def only(proof: Proof, level: str, code: str) -> tuple[str, str]:
    """The sentence and the place of the one finding there is."""
    assert [(each.level, each.code) for each in proof.findings] == [(level, code)]
    return proof.findings[0].text, proof.findings[0].where


def texts(proof: Proof, code: str) -> list[str]:
    return [each.text for each in proof.findings if each.code == code]


def used(*parts: object) -> Quiz:
    """A quiz without categories: nothing is said about those that no answer gives points for."""
    return replace(quiz(*parts), categories=())


def test_nothing_is_said_of_a_quiz_that_works() -> None:
    proof = prove(used(question("q1", 0, 1, 2), question("q2", 0, 1, 2), LOW, HIGH))

    assert proof.findings == ()
    assert (proof.shortest, proof.longest, proof.sampled) == (2, 2, 0)
    assert [(each.title, round(each.share, 3)) for each in proof.shares] == [
        ("Low", 0.667),
        ("High", 0.333),
    ]


@pytest.mark.parametrize(
    ("results", "text", "where"),
    [
        ([result("low", 0, 1), result("high", 4, 8)], "Scores 2 to 3 have no result.", "low"),
        ([result("low", 0, 6), result("high", 8, 8)], "Score 7 has no result.", "low"),
        ([result("high", 2, 8)], "Scores 0 to 1 have no result.", "high"),
        ([result("low", None, 6)], "Scores 7 to 8 have no result.", "low"),
        (
            [result("low", 0, 24, measure="percent"), result("high", 30, measure="percent")],
            "Percentage 25 has no result.",
            "low",
        ),
    ],
)
def test_scores_without_a_result_are_named_with_the_result_to_widen(
    results: list[object], text: str, where: str
) -> None:
    proof = prove(used(question("q1", 0, 1, 2, 3, 4), question("q2", 0, 1, 2, 3, 4), *results))

    assert only(proof, "error", "gap") == (text, where)


def test_each_gap_is_a_finding_of_its_own() -> None:
    proof = prove(used(question("q1", *range(7)), result("low", 1, 2), result("high", 4, 5)))

    assert texts(proof, "gap") == [
        "Score 0 has no result.",
        "Score 3 has no result.",
        "Score 6 has no result.",
    ]


def test_scores_that_cannot_occur_are_no_gap() -> None:
    proof = prove(used(question("q1", 0, 2, 4), result("low", 0, 2), result("high", 4)))

    assert proof.findings == ()


def test_a_gap_within_a_category_names_it() -> None:
    asked = question("q1", 0, 1, 2, category="c1")
    proof = prove(used(asked, result("low", 0, 1, "c1")))
    assert texts(proof, "rule_category_gone")

    proof = prove(
        replace(used(asked, result("low", 0, 1, "c1")), categories=(Category("c1", "Backups"),))
    )
    assert only(proof, "error", "gap") == ("Score 2 in “Backups” has no result.", "low")


def test_a_gap_between_categories_names_what_comes_together() -> None:
    proof = prove(
        quiz(
            question("q1", 0, 1, 2, category="c1"),
            question("q2", 0, 1, category="c2"),
            result("backups", 0, 40, "c1", "percent"),
            result("updates", 1, 1, "c2"),
        )
    )

    assert texts(proof, "gap") == [
        "There is no result for percentages 50 to 100 in “Backups” together with "
        "score 0 in “Updates”: 33 % of takers. Add one without limits at the end."
    ]


def test_points_that_are_not_asked_for_leave_what_could_be_had() -> None:
    """60 % of one question is 30 % of two: the rule looks at the questions on the way."""
    more = question("q2", 0, 1, show_if=ShowIf("q1", ("q1b",)))
    half, full = result("half", 0, 50, measure="percent"), result("full", 100, measure="percent")

    proof = prove(used(question("q1", 0, 5), more, half, full))

    assert texts(proof, "gap") == ["Percentage 83 has no result."]


def test_results_that_hold_for_the_same_scores_are_named_with_them() -> None:
    proof = prove(used(question("q1", *range(7)), result("low", 0, 4), result("high", 3)))

    assert only(proof, "warning", "overlap") == (
        "Scores 3 to 4 match both “Low” and “High”. “Low” comes first and is shown.",
        "high",
    )


def test_a_result_without_limits_at_the_end_overlaps_with_nothing() -> None:
    proof = prove(used(question("q1", 0, 1, 2, 3), result("high", 2), result("else")))

    assert proof.findings == ()


def test_results_that_look_at_different_categories_are_put_in_one_warning() -> None:
    proof = prove(
        quiz(
            question("q1", 0, 1, category="c1"),
            question("q2", 0, 1, category="c2"),
            result("neither", 2, 2),
            result("backups", 0, 0, "c1"),
            result("updates", 0, 0, "c2"),
        )
    )

    assert only(proof, "warning", "overlap") == (
        "“Backups” and “Updates” look at different scores, and 25 % of takers match more than one "
        "of them. The first is shown: put what matters most first.",
        "",
    )


def test_a_result_that_nobody_can_reach_is_a_warning() -> None:
    proof = prove(used(question("q1", 0, 1), result("low", 0, 1), result("high", 5)))

    assert only(proof, "warning", "result_unreached") == (
        "“High” is never reached: its rule holds for none of the scores that occur, "
        "which go from 0 to 1.",
        "high",
    )


def test_a_result_behind_others_that_take_all_its_takers_is_a_warning() -> None:
    proof = prove(
        used(question("q1", *range(4)), result("low", 0, 1), result("high", 2), result("mid", 1, 2))
    )

    assert only(proof, "warning", "result_hidden") == (
        "“Mid” is never shown: all whom its rule is for get “Low” or “High”, which come before it.",
        "mid",
    )


@pytest.mark.parametrize(
    ("broken", "code", "where"),
    [
        (quiz(question("q1", 0, 1)), "no_results", ""),
        (quiz(HIGH, LOW), "no_questions", ""),
        (quiz(question("q1"), result("all")), "no_options", "q1"),
        (quiz(question("q", 0), result("all"), result("r", 1, 2, "c9")), "rule_category_gone", "r"),
        (quiz(question("q1", 0, 1), result("r", 2, 1), result("all")), "rule_backwards", "r"),
        (
            quiz(question("q1", 0, 1, show_if=ShowIf("q1", ("q1a",))), result("all")),
            "nothing_asked",
            "",
        ),
    ],
)  # fmt: skip
def test_what_leaves_takers_stuck_or_without_a_result_is_an_error(
    broken: Quiz, code: str, where: str
) -> None:
    errors = prove(broken).errors

    assert (code, where) in [(each.code, each.where) for each in errors]
    assert "gap" not in [each.code for each in errors]


@pytest.mark.parametrize(
    ("show_if", "code"),
    [
        (ShowIf("q9", ("q9a",)), "show_if_gone"),
        (ShowIf("q4", ("q4a",)), "show_if_later"),
        (ShowIf("q3", ("q3a",)), "show_if_later"),
        (ShowIf("q2", ("q2a",)), "show_if_text"),
        (ShowIf("q1", ()), "show_if_empty"),
        (ShowIf("q1", ("q1a", "q1z")), "show_if_option_gone"),
        (ShowIf("q1", ("q1z",), "none"), "show_if_option_gone"),
    ],
)
def test_a_question_that_depends_on_what_is_not_there_is_an_error(
    show_if: ShowIf, code: str
) -> None:
    proof = prove(
        used(
            question("q1", 0, 1),
            Question("q2", "q2?", kind="text"),
            question("q3", 0, 1, show_if=show_if),
            question("q4", 0, 1),
            result("all"),
        )
    )

    text, where = only(proof, "error", code)
    assert text.startswith("“q3?” depends on ")
    assert where == "q3"


def test_a_question_that_nobody_is_asked_is_a_warning() -> None:
    hidden = question("q2", 0, 1, show_if=ShowIf("q1", ("q1a", "q1b"), "none"))
    below = question("q3", 0, 1, show_if=ShowIf("q2", ("q2a",)))

    proof = prove(used(question("q1", 0, 1), hidden, below, result("all")))

    assert [each.where for each in proof.warnings] == ["q2", "q3"]
    assert texts(proof, "question_unreached")[0] == (
        "“q2?” is never asked: nobody can have given the answers that it waits for."
    )
    assert (proof.longest, proof.asked) == (1, {"q1": 1.0, "q2": 0.0, "q3": 0.0})


def test_the_way_is_as_long_as_the_answers_make_it() -> None:
    more = [question(f"q{n}", 0, 1, show_if=ShowIf("q1", ("q1b",))) for n in (2, 3)]
    less = question("q4", 0, 1, show_if=ShowIf("q1", ("q1b",), "none"))

    proof = prove(used(question("q1", 0, 1, 2), *more, less, result("all")))

    assert (proof.shortest, proof.longest) == (2, 3)
    assert proof.asked["q4"] == pytest.approx(2 / 3)


def test_each_choice_of_several_answers_counts_as_one_way() -> None:
    """Of three answers there are seven choices, six of them with one of the first two."""
    more = question("q2", 0, 4, show_if=ShowIf("q1", ("q1a", "q1b")))

    proof = prove(used(question("q1", 0, 0, 0, kind="multiple"), more, LOW, HIGH))

    assert proof.asked["q2"] == pytest.approx(6 / 7)
    assert [each.share for each in proof.shares] == pytest.approx([4 / 7, 3 / 7])


def test_passing_an_optional_question_is_one_more_answer() -> None:
    proof = prove(used(question("q1", 3, 3, required=False), LOW, HIGH))

    assert [each.share for each in proof.shares] == pytest.approx([1 / 3, 2 / 3])


def test_a_category_without_points_and_points_without_a_category_are_warnings() -> None:
    proof = prove(
        quiz(
            question("q1", 0, 1, category="c1"),
            Question("q2", "q2?", options=(Option("q2a", "Yes", {"gone": 1}),)),
            result("all"),
        )
    )

    assert [(each.level, each.code, each.where) for each in proof.findings] == [
        ("warning", "category_unused", "c2"),
        ("warning", "points_category_gone", "q2a"),
    ]
