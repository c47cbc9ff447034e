"""What may be answered to a question. Pure, like all that says what a quiz comes to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from leads.capture.cleaning import lines
from leads.quiz.content import Question

# Question id to option id; to a list of them if several may be chosen; to what was written.
Answers = Mapping[str, Any]
Answer = str | list[str]

TEXT_LENGTH = 500


class BadAnswer(Exception):
    """This is no answer to the question. The text says to the visitor what to do."""


def accepted(question: Question, raw: Sequence[str]) -> Answer:
    """Return what to store of the values that were posted for a question.

    That is an option's id, a list of them for "multiple", or what was written, tidied. An optional
    question may be passed: "" or []. Raises BadAnswer with what to do, for the visitor.
    """
    given = [each for each in raw if each]
    if question.kind == "text":
        return _text(question, given)
    if question.kind == "multiple":
        return _several(question, given)
    return _one(question, given)


def is_answered(question: Question, answers: Answers) -> bool:
    """Return whether what is stored for the question would be accepted. Nothing stored is not."""
    if question.id not in answers:
        return False
    answer = answers[question.id]
    try:
        accepted(question, [answer] if isinstance(answer, str) else answer)
    except BadAnswer:
        return False
    return True


def _one(question: Question, given: Sequence[str]) -> str:
    if not given and not question.required:
        return ""
    if len(given) != 1 or given[0] not in {each.id for each in question.options}:
        raise BadAnswer("Choose one of the answers.")
    return given[0]


def _several(question: Question, given: Sequence[str]) -> list[str]:
    ids = [each.id for each in question.options]
    if not set(given) <= set(ids) or (question.required and not given):
        raise BadAnswer("Choose one or more of the answers.")
    return [each for each in ids if each in given]


def _text(question: Question, given: Sequence[str]) -> str:
    # Browsers send a line break as two characters, and count it as one.
    written = "\n".join(given).replace("\r\n", "\n").replace("\r", "\n")
    text = lines(written.encode("utf-8", "ignore").decode("utf-8")).strip()
    if question.required and not text:
        raise BadAnswer("Write an answer.")
    if len(text) > TEXT_LENGTH:
        raise BadAnswer(f"Write at most {TEXT_LENGTH} characters. These are {len(text)}.")
    return text
