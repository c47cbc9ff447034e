"""The scores beside a result, drawn as bands."""

from __future__ import annotations

from leads.quiz.bands import bands
from leads.quiz.content import Quiz
from leads.quiz.scoring import outcome
from tests.leads.quiz.quizzes import question, quiz, result

ASKED = question("q1", 0, 1, 2, 3, 4)


def drawn(taken: Quiz, answer: str = "q1a") -> list[tuple[str, int, int, bool]]:
    found = bands(taken, outcome(taken, {"q1": answer}))
    return [(each.title, each.from_score, each.to_score, each.reached) for each in found]


def test_bands_follow_the_scores_and_not_the_order_of_the_results() -> None:
    taken = quiz(ASKED, result("high", 3), result("low", 0, 2))

    assert drawn(taken, "q1d") == [("Low", 0, 2, False), ("High", 3, 4, True)]


def test_the_first_result_that_holds_has_the_band_and_one_without_limits_what_is_left() -> None:
    taken = quiz(ASKED, result("mid", 1, 2), result("else", category="c1"))

    assert drawn(taken) == [("Else", 0, 0, True), ("Mid", 1, 2, False), ("Else", 3, 4, False)]


def test_percentages_are_drawn_as_the_scores_they_are() -> None:
    taken = quiz(
        ASKED, result("low", 0, 49, measure="percent"), result("high", 50, measure="percent")
    )

    assert drawn(taken, "q1e") == [("Low", 0, 1, False), ("High", 2, 4, True)]


def test_a_score_without_a_result_has_no_band() -> None:
    taken = quiz(ASKED, result("low", 0, 1), result("high", 4, 4))

    assert drawn(taken) == [("Low", 0, 1, True), ("High", 4, 4, False)]


def test_where_a_category_decides_there_are_no_bands() -> None:
    assert drawn(quiz(ASKED, result("weak", 0, 1, "c1"), result("else"))) == []
