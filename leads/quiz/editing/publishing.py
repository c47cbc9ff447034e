"""Publishing many pages at once passes no form by: quizzes among them are proved here."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from wagtail.admin import messages
from wagtail.models import Page

from leads.models import QuizPage
from leads.quiz.content import read
from leads.quiz.prover import prove


def keep_back_what_cannot_work(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    """Publish none of many pages while a quiz among them has errors, and name it."""
    if action_type != "publish":
        return None
    below = bool(request.POST.get("include_descendants"))
    pages = [each for each in objects if isinstance(each, Page)]
    wrong = [each for page in pages for each in _wrong(page, below=below)]
    for quiz in wrong:
        edit = reverse("wagtailadmin_pages:edit", args=[quiz.pk])
        text = f"Nothing was published: “{quiz.title}” has errors to put right first."
        messages.error(request, text, buttons=[messages.button(f"{edit}#tab-check", "Show them")])
    return redirect(action.next_url) if wrong else None


def _wrong(page: Page, *, below: bool) -> list[QuizPage]:
    quizzes = QuizPage.objects.descendant_of(page, inclusive=True)
    found = [quiz for quiz in quizzes if quiz.pk == page.pk or (below and not quiz.live)]
    drafts = [quiz.get_latest_revision_as_object() for quiz in found]
    return [draft for draft in drafts if prove(read(draft.content())).errors]
