"""Deleting a quiz that people have taken: said plainly. Nothing of theirs is lost.

An enquiry keeps its questions and answers as they were asked, and versions outlive their quiz.
"""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from wagtail.admin import messages
from wagtail.models import Page

from leads.models import Enquiry, QuizAttempt, QuizPage
from leads.quiz.editing.answers import counted


def say_what_stays(request: HttpRequest, page: Page) -> None:
    """Tell who is asked whether to delete a page what that means for quizzes among it."""
    if request.method != "GET":
        return
    for quiz in QuizPage.objects.descendant_of(page, inclusive=True):
        text = _text(quiz)
        if text:
            messages.warning(request, text, buttons=_buttons(quiz))


def _text(quiz: QuizPage) -> str:
    enquiries = Enquiry.objects.real().filter(quiz_version__quiz=quiz).count()
    attempts = QuizAttempt.objects.filter(version__quiz=quiz, is_test=False).count()
    if not enquiries and not attempts:
        return ""
    return (
        f"People have taken “{quiz.get_admin_display_title()}”: {counted(attempts)} began it, and "
        f"{counted(enquiries)} enquired. Their enquiries stay as they are, and whoever is in the "
        "middle can finish. The page, its drafts and its report of answers go for good."
    )


def _buttons(quiz: QuizPage) -> list[tuple[str, str, bool]]:
    """Offer the gentler way while there is one."""
    if not quiz.live:
        return []
    url = reverse("wagtailadmin_pages:unpublish", args=[quiz.pk])
    return [messages.button(url, "Unpublish it instead")]
