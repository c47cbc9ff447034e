"""A visitor's way through a quiz, question by question. No view and no template needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.urls import reverse

from leads.capture.record import QuizOutcome
from leads.models import QuizAttempt, QuizPage, QuizVersion
from leads.quiz import scoring
from leads.quiz.content import Question, Quiz, read
from leads.quiz.stations import news, stations


@dataclass(frozen=True)
class Way:
    """An attempt, and the quiz as it was when the attempt began."""

    attempt: QuizAttempt
    quiz: Quiz

    @property
    def path(self) -> list[Question]:
        """The questions that are asked, as far as the answers so far tell."""
        return scoring.path(self.quiz, self.attempt.answers)

    @property
    def open_question(self) -> Question | None:
        """The first question without an answer that would be accepted; None when finished."""
        return scoring.first_unanswered(self.quiz, self.attempt.answers)

    @property
    def shows_result(self) -> bool:
        """Whether the result may be seen: at the end, and in a gated quiz after the enquiry."""
        if self.open_question is not None:
            return False
        return not self.quiz.gated or self.attempt.enquiries.exists()

    def may_ask(self, question: Question) -> bool:
        """Return whether it is on the path, and every question before it has its answer."""
        on_way = [each.id for each in self.path]
        last = self.open_question
        reached = on_way if last is None else on_way[: on_way.index(last.id) + 1]
        return question.id in reached

    def question_before(self, question: Question) -> Question | None:
        """Return the question that Back leads to."""
        earlier = self.quiz.questions[: self.quiz.number_of(question) - 1]
        on_way = {each.id for each in self.path}
        return next((each for each in reversed(earlier) if each.id in on_way), None)

    def question_after(self, question: Question) -> Question | None:
        """Return the question that Next leads to."""
        later = self.quiz.questions[self.quiz.number_of(question) :]
        on_way = {each.id for each in self.path}
        return next((each for each in later if each.id in on_way), None)

    def address_of(self, question: Question) -> str:
        """Return the address of a question. Its number is its place in the quiz as written."""
        return self._address("question", self.quiz.number_of(question))

    def address_after(self, question: Question) -> str:
        """Return where an answer to this question leads."""
        following = self.question_after(question)
        return self.address_of(following) if following else self.address_now

    @property
    def address_now(self) -> str:
        """Where to go on: at the first question without an answer, else at the end."""
        if self.open_question is not None:
            return self.address_of(self.open_question)
        return self._address("result" if self.shows_result else "contact")

    @property
    def address_before_contact(self) -> str:
        """Where Back leads from the form at the end: the result, or the last question."""
        return self._address("result") if self.shows_result else self.address_of(self.path[-1])

    @property
    def address(self) -> str:
        """The address that leads to where somebody left off, on any device."""
        return self._address("resume")

    def _address(self, name: str, *args: int) -> str:
        return reverse(f"leads:{name}", args=[self.attempt.token, *args])


def way_of(attempt: QuizAttempt) -> Way:
    """Return the way of an attempt, whose version is read with it."""
    return Way(attempt, read(attempt.version.content))


def begin(page: QuizPage, attribution: dict[str, Any]) -> Way:
    """Start an attempt at the quiz as it is published now. A later edit does not reach it.

    What it has come to by that is in its `counted`.
    """
    with transaction.atomic():
        version = QuizVersion.objects.current(page)
        way = way_of(QuizAttempt(version=version, attribution=attribution))
        way.attempt.counted = stations(way.quiz, {})
        way.attempt.save()
    return way


def answer(way: Way, question: Question, posted: Sequence[str]) -> list[str]:
    """Store the answer to a question, or raise BadAnswer. Returns what it leads to that is new.

    Only this question's answer is written, on the row as it now is: two tabs may be at it.
    """
    accepted = scoring.accepted(question, posted)
    with transaction.atomic():
        row = QuizAttempt.objects.select_for_update().get(pk=way.attempt.pk)
        row.answers[question.id] = accepted
        fresh = news(way.quiz, row.answers, row.counted)
        row.counted += fresh
        row.save(update_fields=["answers", "counted", "updated_at"])
    way.attempt.answers = row.answers
    return fresh


def outcome_for_enquiry(way: Way) -> QuizOutcome:
    """Return what an enquiry keeps of a finished attempt."""
    outcome = scoring.outcome(way.quiz, way.attempt.answers)
    return QuizOutcome(
        version=way.attempt.version,
        attempt=way.attempt,
        title=way.quiz.title,
        answers=scoring.as_asked(way.quiz, way.attempt.answers),
        score=outcome.score,
        max_score=outcome.max_score,
        result=outcome.result.title if outcome.result else "",
        sales_note=outcome.result.sales_note if outcome.result else "",
    )
