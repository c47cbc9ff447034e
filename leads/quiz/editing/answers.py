"""A report in the admin: what was answered to each question of a quiz, and in which words.

It adds up and names nobody: what people wrote in their own words is left to sales.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from leads.models import Enquiry, QuizAttempt, QuizPage
from leads.quiz.content import Quiz, read
from leads.quiz.report import QuestionReport, Sheet, Tally, report, so_far

FEWEST = 5  # a smaller number could point at somebody
KINDS = {
    "single": "One answer",
    "multiple": "Several answers",
    "scale": "Scale",
    "yes_no": "Yes or no",
    "text": "In their own words",
}


@dataclass(frozen=True)
class Row:
    """An option, and how many chose it. `before` are texts it had earlier."""

    text: str
    before: tuple[str, ...]
    count: str
    percent: int | None


@dataclass(frozen=True)
class Table:
    """Answers to a question: all of them, or those to one wording of it."""

    text: str
    asked: str
    answered: str
    rows: list[Row]
    first: datetime
    last: datetime


@dataclass(frozen=True)
class Answered:
    """A question, what was answered to it, and to each of its wordings if there were several."""

    kind: str
    together: Table
    wordings: list[Table]


def answered(quiz: QuizPage) -> list[Answered]:
    """Return what was answered to each question of a quiz, in the order they are asked."""
    versions = {each.pk: read(each.content) for each in quiz.versions.filter(is_draft=False)}
    return [_answered(each) for each in report(sheets(versions), versions)]


def sheets(versions: Mapping[int, Quiz]) -> Iterator[Sheet]:
    """Yield what each person was asked and answered. Tests are left out, and nobody comes twice."""
    attempts = QuizAttempt.objects.filter(version__in=versions, is_test=False).exclude(answers={})
    for attempt in attempts.iterator():
        asked = so_far(versions[attempt.version_id], attempt.answers)
        yield Sheet(attempt.updated_at, asked, attempt.version_id)
    # From before attempts were kept with the enquiry they led to.
    enquiries = Enquiry.objects.real().filter(quiz_version__in=versions, attempt=None)
    for enquiry in enquiries.filter(corrects=None).iterator():
        yield Sheet(enquiry.created_at, enquiry.answers, enquiry.quiz_version_id)


def _answered(question: QuestionReport) -> Answered:
    wordings = question.wordings
    tables = [_table(each.text, each.tally, each.first, each.last) for each in wordings]
    first = min(each.first for each in wordings)
    together = _table(wordings[-1].text, question.together, first, wordings[-1].last)
    return Answered(KINDS[question.kind], together, tables[::-1] if question.is_reworded else [])


def _table(text: str, tally: Tally, first: datetime, last: datetime) -> Table:
    rows = [
        Row(
            text=each.wordings[-1],
            before=each.wordings[:-1],
            count=counted(each.count),
            percent=each.percent if each.count >= FEWEST else None,
        )
        for each in tally.choices
    ]
    return Table(text, counted(tally.asked), counted(tally.answered), rows, first, last)


def counted(number: int) -> str:
    """Return a number of people in words that point at none of them."""
    return f"< {FEWEST}" if 0 < number < FEWEST else f"{number:,}"


class AnswersReport(WagtailAdminTemplateMixin, TemplateView):
    """What was answered to each question of one quiz, for those who may edit it."""

    template_name = "leads/quiz/answers.html"
    header_icon = "help"
    page_title = "Answers"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.quiz = get_object_or_404(QuizPage, pk=kwargs["pk"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.quiz.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        shown: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return shown

    def get_page_subtitle(self) -> str:
        return str(self.quiz.get_admin_display_title())

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("quiz_overview"), "label": "Quizzes"},
            {"url": "", "label": self.page_title, "sublabel": self.get_page_subtitle()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs, quiz=self.quiz)
        return {**context, "questions": answered(self.quiz)}
