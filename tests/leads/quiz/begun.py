"""Quizzes of any kind of question that somebody has begun, without a site around them."""

from __future__ import annotations

import itertools
from typing import Any

from leads.models import QuizAttempt, QuizVersion

_numbers = itertools.count(1)
NEVER = {"question": "gone", "options": [], "match": "any"}


def asked(name: str, kind: str = "single", *points: int, **fields: Any) -> dict[str, Any]:
    """A question with options `<name>a`, `<name>b` …, which give these points in `category`."""
    category = fields.pop("category", "")
    return {
        "id": name,
        "kind": kind,
        "text": f"What about {name}?",
        "options": [
            {"id": f"{name}{letter}", "text": f"{name} {letter}", "points": {category: number}}
            for letter, number in zip("abcdefgh", points, strict=False)
        ],
        **fields,
    }


def after(question: str, *options: str, match: str = "any") -> dict[str, Any]:
    """The rule of a question that is asked after these options of another one."""
    return {"question": question, "options": list(options), "match": match}


def ending(name: str = "r1", **fields: Any) -> dict[str, Any]:
    """A result for every outcome, unless `rule` says otherwise."""
    return {"id": name, "title": f"Result {name}", "text": "<p>So be it.</p>", **fields}


def begun(*questions: dict[str, Any], **fields: Any) -> QuizAttempt:
    """An attempt at a quiz of these questions. `answers`, `is_test` and such are the attempt's."""
    own = {"results", "categories", "gated", "title"}
    content = {"results": [ending()], "title": "A quiz"} | {
        name: value for name, value in fields.items() if name in own
    }
    version = QuizVersion.objects.create(
        digest=f"{next(_numbers):064}",
        content={"schema": 2, "questions": list(questions), **content},
    )
    rest = {name: value for name, value in fields.items() if name not in own}
    return QuizAttempt.objects.create(version=version, **rest)


def url(attempt: QuizAttempt, step: object = "") -> str:
    """The address of a step: a question's number, "result" or "contact"; "" resumes."""
    return f"/quiz/{attempt.token}/{step}/".replace("//", "/")


def stored(attempt: QuizAttempt) -> dict[str, Any]:
    """The answers as they are in the database now."""
    answers: dict[str, Any] = QuizAttempt.objects.get(pk=attempt.pk).answers
    return answers
