"""What Leadline adds to Wagtail: the quiz's start page, and the sales desk."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from wagtail import hooks
from wagtail.models import Page

from leads.models import QuizPage
from leads.quiz.views import start_page


@hooks.register("before_serve_page")
def serve_quiz(page: Page, request: HttpRequest, *_args: Any) -> HttpResponse | None:
    """Let the room that takes answers serve a quiz's page: its form is made for each visitor."""
    return start_page(request, page) if isinstance(page, QuizPage) else None
