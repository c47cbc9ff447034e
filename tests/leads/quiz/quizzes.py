"""Quizzes for tests: small ones by hand, and any that hypothesis can think of."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations
from typing import Any

from hypothesis import strategies as st

from leads.quiz import scoring
from leads.quiz.content import Category, Option, Question, Quiz, Result, Rule, ShowIf

CATEGORIES = (Category("c1", "Backups"), Category("c2", "Updates"))
KINDS = ("single", "multiple", "scale", "yes_no", "text")


def question(name: str = "q1", *points: int, category: str = "", **fields: Any) -> Question:
    """A question with options q1a, q1b … that give these points."""
    options = tuple(
        Option(f"{name}{letter}", f"Answer {letter}", {category: number})
        for letter, number in zip("abcdefgh", points, strict=False)
    )
    return Question(name, f"{name}?", options=options, **fields)


def result(
    name: str,
    start: int | None = None,
    end: int | None = None,
    category: str = "",
    measure: Any = "score",
) -> Result:
    return Result(name, name.title(), rule=Rule(measure, category, start, end))


def quiz(*parts: Question | Result) -> Quiz:
    return Quiz(
        title="Quiz",
        questions=tuple(each for each in parts if isinstance(each, Question)),
        results=tuple(each for each in parts if isinstance(each, Result)),
        categories=CATEGORIES,
    )


def answers_to(asked: Question) -> list[Any]:
    """All that can be answered, each once. What is written is all the same."""
    ids = [each.id for each in asked.options]
    if asked.kind == "text":
        return ["Something"]
    if asked.kind == "multiple":
        sizes = range(asked.required, len(ids) + 1)
        return [list(each) for size in sizes for each in combinations(ids, size)]
    return ids if asked.required else [*ids, ""]


def takers(
    taken: Quiz, answers: dict[str, Any] | None = None, part: Fraction = Fraction(1)
) -> Iterator[tuple[dict[str, Any], Fraction]]:
    """Yield every way through a quiz, walked question by question, and how likely it is."""
    answers = answers or {}
    asked = scoring.first_unanswered(taken, answers)
    if asked is None:
        yield answers, part
        return
    possible = answers_to(asked)
    for each in possible:
        yield from takers(taken, answers | {asked.id: each}, part / len(possible))


@st.composite
def quizzes(draw: st.DrawFn, most: int = 4) -> Quiz:
    """Any quiz of up to `most` questions of up to three options, with dangling references too."""
    questions: list[Question] = []
    for number in range(draw(st.integers(1, most))):
        questions.append(draw(_question(f"q{number}", questions)))
    return quiz(
        *questions, *[draw(_result(f"r{place}")) for place in range(draw(st.integers(1, 4)))]
    )


@st.composite
def _question(draw: st.DrawFn, name: str, before: list[Question]) -> Question:
    kind = draw(st.sampled_from(KINDS))
    options = tuple(
        Option(f"{name}{letter}", letter, draw(_points), article=draw(_articles))
        for letter in ("" if kind == "text" else "abc"[: draw(st.integers(1, 3))])
    )
    return Question(
        id=name,
        text=f"{name}?",
        kind=kind,
        required=draw(st.booleans()),
        options=options,
        show_if=draw(st.none() | _show_if(name, before)),
    )


@st.composite
def _show_if(draw: st.DrawFn, name: str, before: list[Question]) -> ShowIf:
    target = draw(st.sampled_from([*before, *before, Question(name, ""), Question("gone", "")]))
    ids = [*(each.id for each in target.options), "gone"]
    options = draw(st.lists(st.sampled_from(ids), unique=True))
    return ShowIf(target.id, tuple(options), draw(st.sampled_from(["any", "none"])))


@st.composite
def _result(draw: st.DrawFn, name: str) -> Result:
    limit = st.none() | st.integers(0, 6) | st.sampled_from([25, 50, 51, 100])
    category = draw(st.sampled_from(["", "", "c1", "c1", "c2", "gone"]))
    return result(
        name, draw(limit), draw(limit), category, draw(st.sampled_from(["score", "percent"]))
    )


_points = st.dictionaries(st.sampled_from(["", "c1", "c2", "gone"]), st.integers(0, 3), max_size=3)
_articles = st.none() | st.integers(1, 4)
