"""What a quiz came to: for the one who took it, and as a page that may be passed on."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from leads.capture.responses import SeeOther, for_one_visitor
from leads.models import QuizAttempt
from leads.quiz import showing, taking
from leads.quiz.taking import Way
from leads.quiz.views import gone, on_the_way


@on_the_way
@require_safe
def result(request: HttpRequest, way: Way) -> HttpResponse:
    """Show what the answers come to. Nobody has to say who they are, unless an editor wants it."""
    if not way.shows_result:
        return SeeOther(way.address_now)
    attempt = way.attempt
    context = {
        **showing.result_shown(request, way.quiz, attempt.answers),
        "contact_url": reverse("leads:contact", args=[attempt.token]),
        "again_url": way.address_of(way.path[0]) if way.path else "",
        "share_url": request.build_absolute_uri(reverse("leads:shared", args=[attempt.share])),
        "enquired": attempt.enquiries.exists(),
        "is_test": attempt.is_test,
    }
    return render(request, "leads/result.html", context)


@for_one_visitor
@require_safe
def shared(request: HttpRequest, share: str) -> HttpResponse:
    """Show a result to whom it was passed on: without answers, and without a word of the taker."""
    attempts = QuizAttempt.objects.select_related("version__quiz")
    attempt = attempts.filter(share=share).first()
    way = taking.way_of(attempt) if attempt else None
    if way is None or not way.shows_result:
        return gone(request)
    quiz = way.attempt.version.quiz
    context = {
        **showing.result_shown(request, way.quiz, way.attempt.answers),
        "is_shared": True,
        "take": quiz if quiz is not None and quiz.live else None,
        "is_test": way.attempt.is_test,
    }
    return render(request, "leads/result.html", context)
