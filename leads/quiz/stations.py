"""What somebody has come to in a quiz, each by a name under which it is counted once. Pure.

Who is led past a question is not asked it, and so the questions say themselves how many saw them.
"""

from __future__ import annotations

from collections.abc import Iterable

from leads.quiz.content import Quiz
from leads.quiz.scoring import Answers, first_unanswered, path

BEGUN, FINISHED = "begun", "finished"


def stations(quiz: Quiz, answers: Answers) -> list[str]:
    """Return "begun", "asked:q1", "answered:q1" … and "finished", as far as the answers go.

    An optional question that was passed is answered.
    """
    found, waiting = [BEGUN], first_unanswered(quiz, answers)
    for question in path(quiz, answers):
        found.append(f"asked:{question.id}")
        if question == waiting:
            return found
        found.append(f"answered:{question.id}")
    return [*found, FINISHED]


def news(quiz: Quiz, answers: Answers, known: Iterable[str]) -> list[str]:
    """Return the stations that are not among those `known`."""
    before = set(known)
    return [each for each in stations(quiz, answers) if each not in before]
