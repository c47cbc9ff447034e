"""A visitor's way through a quiz, question by question. No view and no template needed."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from leads.capture.record import QuizOutcome
from leads.models import QuizAttempt, QuizPage, QuizVersion
from leads.quiz import scoring
from leads.quiz.content import read


def begin(page: QuizPage, attribution: dict[str, Any]) -> QuizAttempt:
    """Start an attempt at the quiz as it is published now. A later edit does not reach it."""
    with transaction.atomic():
        version = QuizVersion.objects.freeze(page)
        return QuizAttempt.objects.create(version=version, attribution=attribution)


def answer(attempt: QuizAttempt, number: int, option: str) -> bool:
    """Store the option chosen for question `number`, from 1. False if it is not one of its options.

    Only this question's answer is written, on the row as it now is: two tabs may be at it.
    """
    question = read(attempt.version.content).questions[number - 1]
    try:
        accepted = scoring.accepted(question, [option])
    except scoring.BadAnswer:
        return False
    with transaction.atomic():
        row = QuizAttempt.objects.select_for_update().get(pk=attempt.pk)
        row.answers[question.id] = accepted
        row.save(update_fields=["answers", "updated_at"])
    attempt.answers = row.answers
    return True


def outcome_for_enquiry(attempt: QuizAttempt) -> QuizOutcome:
    """Return what an enquiry keeps of a finished attempt."""
    quiz = read(attempt.version.content)
    outcome = scoring.outcome(quiz, attempt.answers)
    return QuizOutcome(
        attempt=attempt,
        version=attempt.version,
        title=quiz.title,
        answers=scoring.as_asked(quiz, attempt.answers),
        score=outcome.score,
        max_score=outcome.max_score,
        result=outcome.result.title if outcome.result else "",
        sales_note=outcome.result.sales_note if outcome.result else "",
    )
