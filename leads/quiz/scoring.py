"""What a quiz's answers come to. Pure: takes a quiz that was read, and answers by question id."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from leads.quiz.answers import Answer, Answers, BadAnswer, accepted, is_answered
from leads.quiz.content import Option, Question, Quiz, Result, Rule

__all__ = [
    "Answer", "Answers", "BadAnswer", "CategoryScore", "Outcome", "accepted", "as_asked", "chosen",
    "first_unanswered", "is_shown", "most_points", "outcome", "path", "percent", "recommended",
]  # fmt: skip


@dataclass(frozen=True)
class CategoryScore:
    """The points in one category. `percent` is of what could be had, rounded down; 0 of nothing."""

    id: str
    name: str
    score: int
    max_score: int
    percent: int


@dataclass(frozen=True)
class Outcome:
    """A finished quiz: the points, of all that the questions asked could give, and the result."""

    score: int
    max_score: int
    percent: int
    categories: tuple[CategoryScore, ...]
    result: Result | None  # None: no result's rule holds; the prover keeps such quizzes back


def chosen(question: Question, answers: Answers) -> tuple[Option, ...]:
    """Return the options that were chosen, in their own order; none if it is not answered."""
    if not is_answered(question, answers):
        return ()
    answer = answers[question.id]
    ids = (answer,) if isinstance(answer, str) else answer
    return tuple(option for option in question.options if option.id in ids)


def path(quiz: Quiz, answers: Answers) -> list[Question]:
    """Return the questions that are asked of somebody with these answers, in order.

    Answers to questions that are not asked (any more) count for nothing.
    """
    shown: list[Question] = []
    picked: dict[str, set[str]] = {}
    for question in quiz.questions:
        if is_shown(question, picked):
            shown.append(question)
            picked[question.id] = {option.id for option in chosen(question, answers)}
    return shown


def is_shown(question: Question, picked: Mapping[str, set[str]]) -> bool:
    """Return whether it is asked after `picked`: option ids by earlier questions that were asked.

    Of a question that was not asked, nothing was picked.
    """
    if question.show_if is None:
        return True
    hit = not picked.get(question.show_if.question, set()).isdisjoint(question.show_if.options)
    return hit == (question.show_if.match == "any")


def first_unanswered(quiz: Quiz, answers: Answers) -> Question | None:
    """Return the next question to ask; None when all on the path are answered.

    An optional question is answered once it was passed, with "" or [].
    """
    return next((each for each in path(quiz, answers) if not is_answered(each, answers)), None)


def outcome(quiz: Quiz, answers: Answers) -> Outcome:
    """Add up the points on the path and find the result: the first one whose rule holds."""
    asked = path(quiz, answers)
    picked = [option for question in asked for option in chosen(question, answers)]
    score, most = sum(each.total for each in picked), sum(most_points(each) for each in asked)
    categories = tuple(
        _category_score(each.id, each.name, asked, picked) for each in quiz.categories
    )
    measured = {"": (score, percent(score, most))}
    measured |= {each.id: (each.score, each.percent) for each in categories}
    return Outcome(
        score=score,
        max_score=most,
        percent=percent(score, most),
        categories=categories,
        result=next((each for each in quiz.results if _holds(each.rule, measured)), None),
    )


def most_points(question: Question, category: str | None = None) -> int:
    """Return the most points that one answer to it can give, in one category or in all."""
    points = [
        option.total if category is None else option.points.get(category, 0)
        for option in question.options
    ]
    return sum(points) if question.kind == "multiple" else max(points, default=0)


def percent(score: int, most: int) -> int:
    """Return how much of `most` the score is, in per cent, rounded down; 0 of nothing."""
    return 100 * score // most if most else 0


def as_asked(quiz: Quiz, answers: Answers) -> list[dict[str, Any]]:
    """Return what was asked and answered in the words that were shown, with ids, for safekeeping.

    One a question on the path, as plain JSON values. Several answers are joined with "; ".
    """
    names = {each.id: each.name for each in quiz.categories}
    return [_as_asked(each, answers, names) for each in path(quiz, answers)]


def recommended(quiz: Quiz, answers: Answers) -> list[int]:
    """Return the articles of the options chosen, those about the weakest category first."""
    percents = {each.id: each.percent for each in outcome(quiz, answers).categories}
    found = [
        (min((percents.get(each, 101) for each in question.categories), default=101), option)
        for question in path(quiz, answers)
        for option in chosen(question, answers)
    ]
    found.sort(key=lambda each: each[0])
    return list(dict.fromkeys(option.article for _, option in found if option.article is not None))


def _category_score(
    category: str, name: str, asked: Sequence[Question], picked: Sequence[Option]
) -> CategoryScore:
    score = sum(option.points.get(category, 0) for option in picked)
    most = sum(most_points(question, category) for question in asked)
    return CategoryScore(category, name, score, most, percent(score, most))


def _holds(rule: Rule, measured: Mapping[str, tuple[int, int]]) -> bool:
    if rule.always:
        return True
    score, per_cent = measured.get(rule.category, (None, None))
    value = score if rule.measure == "score" else per_cent
    return value is not None and rule.holds(value)


def _as_asked(question: Question, answers: Answers, names: Mapping[str, str]) -> dict[str, Any]:
    picked = chosen(question, answers)
    texts = [each.text for each in picked]
    return {
        "question_id": question.id,
        "kind": question.kind,
        "question": question.text,
        "answer": answers.get(question.id, "") if question.kind == "text" else "; ".join(texts),
        "option_ids": [each.id for each in picked],
        "option_texts": [each.text for each in picked],
        "points": dict(_points(picked, names)),
        "categories": [names[each] for each in question.categories if each in names],
        "openers": [each.opener for each in picked if each.opener],
        "articles": [each.article for each in picked if each.article is not None],
    }


def _points(picked: Sequence[Option], names: Mapping[str, str]) -> Counter[str]:
    points: Counter[str] = Counter()
    for option in picked:
        for category, number in option.points.items():
            points[names.get(category, "")] += number
    return points
