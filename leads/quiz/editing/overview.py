"""A report in the admin: every quiz, whether it works, and the way to what was answered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.views.generic import TemplateView
from wagtail.admin.auth import permission_denied
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from leads.models import QuizPage
from leads.quiz.content import read
from leads.quiz.editing.checking import Check, check

TITLE = "Quizzes"


@dataclass(frozen=True)
class Standing:
    """A quiz as it is live or as its draft is, and what the prover says of it."""

    name: str
    check: Check


@dataclass(frozen=True)
class Overview:
    """A quiz, in each of the forms there are."""

    quiz: QuizPage
    standings: list[Standing]


def quizzes_for(user: Any) -> list[QuizPage]:
    """Return the quizzes that this person may edit."""
    return [
        quiz
        for quiz in QuizPage.objects.order_by("title")
        if quiz.permissions_for_user(user).can_edit()
    ]


def overview(quiz: QuizPage) -> Overview:
    """Have a quiz checked as visitors take it, and as it will be."""
    return Overview(quiz, list(_standings(quiz)))


def _standings(quiz: QuizPage) -> Iterator[Standing]:
    if quiz.live:
        yield Standing("Live", check(read(quiz.content())))
    if not quiz.live or quiz.has_unpublished_changes:
        draft = quiz.get_latest_revision_as_object()
        yield Standing("Draft", check(read(draft.content())))


class QuizOverview(WagtailAdminTemplateMixin, TemplateView):
    """All quizzes that somebody may edit."""

    template_name = "leads/quiz/overview.html"
    header_icon = "help"
    page_title = TITLE

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.quizzes = quizzes_for(request.user)
        if not self.quizzes:
            refused: HttpResponseBase = permission_denied(request)
            return refused
        shown: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return shown

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [*self.breadcrumbs_items, {"url": "", "label": TITLE}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "overviews": [overview(each) for each in self.quizzes]}


class QuizzesItem(MenuItem):
    """Its entry in the menu of reports, for those who may edit a quiz."""

    def __init__(self) -> None:
        super().__init__(TITLE, reverse("quiz_overview"), icon_name="help", order=1200)

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(quizzes_for(request.user))
