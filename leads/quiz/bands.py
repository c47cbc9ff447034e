"""Where a score lies among all results of a quiz, for the drawing beside a result."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from leads.quiz.content import Quiz, Result
from leads.quiz.scoring import Outcome, percent


@dataclass(frozen=True)
class Band:
    """A result and the scores that lead to it. `share` is its part of all scores, in per cent."""

    title: str
    from_score: int
    to_score: int
    share: int
    reached: bool


def bands(quiz: Quiz, outcome: Outcome) -> list[Band]:
    """Return the results in the order of their scores, each with the scores that lead to it.

    Empty if a result looks at a category: then a score alone does not tell.
    """
    if any(each.rule.category for each in quiz.results if not each.rule.always):
        return []
    most = outcome.max_score
    found = []
    runs = groupby(range(most + 1), key=lambda score: _result_at(quiz, score, most))
    for result, run in runs:
        scores = list(run)
        if result is not None:
            share = round(100 * len(scores) / (most + 1))
            reached = scores[0] <= outcome.score <= scores[-1]
            found.append(Band(result.title, scores[0], scores[-1], share, reached))
    return found


def _result_at(quiz: Quiz, score: int, most: int) -> Result | None:
    measured = {"score": score, "percent": percent(score, most)}
    return next(
        (each for each in quiz.results if each.rule.holds(measured[each.rule.measure])), None
    )
