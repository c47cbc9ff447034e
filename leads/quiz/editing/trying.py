"""Trying a quiz before it is published. What is sent then is marked, and reaches nobody."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from leads.capture.responses import SeeOther
from leads.models import QuizAttempt, QuizVersion
from leads.quiz.content import read
from leads.quiz.editing.typed import Typed, Unreadable, of_new_page, of_page


@require_POST
def try_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin an attempt at the quiz in the form of a page."""
    return _begin(request, lambda: of_page(request, pk))


@require_POST
def try_below(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin an attempt at the quiz in the form of a page that is being made below another one."""
    return _begin(request, lambda: of_new_page(request, pk))


def _begin(request: HttpRequest, typed: Callable[[], Typed]) -> HttpResponse:
    try:
        quiz = typed()
    except Unreadable as error:
        return render(request, "leads/quiz/cannot_try.html", {"unreadable": error.fields})
    if not read(quiz.content).questions:
        return render(request, "leads/quiz/cannot_try.html")
    version = QuizVersion.objects.draft(quiz.page_id, quiz.content)
    attempt = QuizAttempt.objects.create(version=version, is_test=True)
    return SeeOther(reverse("leads:question", args=[attempt.token, 1]))
