"""What a quiz's answers come to. Pure: takes the frozen content of a version, and answers by id."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Content = Mapping[str, Any]
Answers = Mapping[str, str]  # question id to option id


@dataclass(frozen=True)
class Outcome:
    """A finished quiz: the points, and the result that they lead to."""

    score: int
    max_score: int
    result: Mapping[str, Any]


@dataclass(frozen=True)
class Band:
    """A result and the scores that lead to it. `share` is its part of all scores, in per cent."""

    title: str
    from_score: int
    to_score: int
    share: int
    reached: bool


def chosen(question: Mapping[str, Any], answers: Answers) -> Mapping[str, Any] | None:
    """Return the option that was chosen, or None."""
    option = answers.get(question["id"])
    return next((each for each in question["options"] if each["id"] == option), None)


def first_unanswered(content: Content, answers: Answers) -> int | None:
    """Return the number of the first question without an answer, from 1; None when all have one."""
    for number, question in enumerate(content["questions"], start=1):
        if chosen(question, answers) is None:
            return number
    return None


def outcome(content: Content, answers: Answers) -> Outcome:
    """Add up the points and find the result: the last one that begins at or below the score.

    A score below every result's beginning leads to the first: nobody is left without one.
    """
    points = [chosen(question, answers) for question in content["questions"]]
    score = sum(option["points"] for option in points if option is not None)
    reached = [each for each in content["results"] if each["from_score"] <= score]
    return Outcome(
        score=score,
        max_score=highest(content),
        result=reached[-1] if reached else content["results"][0],
    )


def highest(content: Content) -> int:
    """Return the most points that can be had."""
    return sum(
        max((option["points"] for option in question["options"]), default=0)
        for question in content["questions"]
    )


def as_asked(content: Content, answers: Answers) -> list[dict[str, Any]]:
    """Return question and answer in the words that were shown, with their ids, for safekeeping."""
    return [
        {
            "question_id": question["id"],
            "question": question["text"],
            "option_id": option["id"],
            "answer": option["text"],
            "points": option["points"],
        }
        for question in content["questions"]
        if (option := chosen(question, answers)) is not None
    ]


def bands(content: Content, reached: Outcome) -> list[Band]:
    """Return all results in order, each with the scores that lead to it."""
    results, most = content["results"], reached.max_score
    starts = [0, *(each["from_score"] for each in results[1:])]
    ends = [min(start - 1, most) for start in [*starts[1:], most + 1]]
    return [
        Band(
            title=result["title"],
            from_score=start,
            to_score=end,
            share=round(100 * (end - start + 1) / (most + 1)),
            reached=result["id"] == reached.result["id"],
        )
        for result, start, end in zip(results, starts, ends, strict=True)
        if start <= end
    ]
