"""What the quiz adds to Wagtail's admin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from leads.models import QuizPage
from leads.quiz.editing import checking, leaving, publishing, trying
from leads.quiz.editing.answers import AnswersReport
from leads.quiz.editing.overview import QuizOverview, QuizzesItem


@hooks.register("register_admin_urls")
def quiz_urls() -> list[URLPattern]:
    """Let the form of a quiz have it checked and tried as it stands, and add the reports."""
    return [
        path("quiz/check/<int:pk>/", checking.check_page, name="check_quiz_page"),
        path("quiz/check/below/<int:pk>/", checking.check_below, name="check_quiz_below"),
        path("quiz/try/<int:pk>/", trying.try_page, name="try_quiz_page"),
        path("quiz/try/below/<int:pk>/", trying.try_below, name="try_quiz_below"),
        path("quiz/", QuizOverview.as_view(), name="quiz_overview"),
        path("quiz/answers/<int:pk>/", AnswersReport.as_view(), name="quiz_answers"),
    ]


@hooks.register("register_reports_menu_item")
def quizzes_menu_item() -> MenuItem:
    """Offer the overview of all quizzes among the reports."""
    return QuizzesItem()


@hooks.register("register_page_header_buttons")
def answers_button(page: Page, user: Any, **_: Any) -> Iterator[Button]:
    """Offer what was answered where a quiz is edited."""
    if page.specific_class is QuizPage and page.permissions_for_user(user).can_edit():
        url = reverse("quiz_answers", args=[page.pk])
        yield Button("Answers", url, icon_name="help", priority=15)


@hooks.register("before_delete_page")
def before_deleting(request: HttpRequest, page: Page) -> None:
    """Say what becomes of what people answered."""
    leaving.say_what_stays(request, page)


@hooks.register("before_bulk_action")
def before_publishing_many(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    """Keep quizzes that cannot work from being published without a look at their form."""
    return publishing.keep_back_what_cannot_work(request, action_type, objects, action)
