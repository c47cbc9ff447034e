"""The quiz from its first question to the receipt. Every step is a page with an address."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from leads.capture import contact
from leads.capture.offer import Notice
from leads.capture.origin import is_trusted
from leads.capture.responses import SeeOther, for_one_visitor
from leads.counting import steps
from leads.models import Enquiry, QuizAttempt
from leads.quiz import showing, taking
from leads.quiz.answers import BadAnswer
from leads.quiz.content import Question
from leads.quiz.posted import answer_in, is_whole
from leads.quiz.taking import Way

BEFORE_RESULT = {
    "title": "Your result is ready",
    "intro": "Tell us who you are, and the page that follows leads to it.",
}


def on_the_way(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give a view the attempt that its address names; say what became of one that is not there."""

    @for_one_visitor
    @wraps(view)
    def found(request: HttpRequest, /, token: str, **kwargs: Any) -> HttpResponse:
        attempt = QuizAttempt.objects.select_related("version").filter(token=token).first()
        if attempt is None:
            return gone(request)
        return view(request, taking.way_of(attempt), **kwargs)

    return found


@on_the_way
@require_safe
def resume(_request: HttpRequest, way: Way) -> HttpResponse:
    """Go to where somebody left off, on any device."""
    return SeeOther(way.address_now)


@on_the_way
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, way: Way, number: int) -> HttpResponse:
    """Ask one question, or take its answer."""
    if not 1 <= number <= len(way.quiz.questions):
        raise Http404
    asked = way.quiz.questions[number - 1]
    if not way.may_ask(asked):
        return SeeOther(way.address_now)
    if request.method != "POST":
        return _ask(request, way, asked)
    posted = answer_in(request, asked)
    if not is_whole(request):
        return _ask(request, way, asked, posted, Notice.CUT)
    # The token in the address is a key of ours: nobody else's page can know it.
    if not is_trusted(request, True):
        return _ask(request, way, asked, posted, Notice.DOUBT)
    try:
        fresh = taking.answer(way, asked, posted)
    except BadAnswer as error:
        return _ask(request, way, asked, posted, Notice.WRONG, str(error))
    steps.moved_on(request, way.attempt, fresh)
    return SeeOther(way.address_after(asked))


@on_the_way
@require_http_methods(["GET", "HEAD", "POST"])
def contact_step(request: HttpRequest, way: Way) -> HttpResponse:
    """Take the contact details of somebody who has finished the quiz."""
    if way.open_question is not None:
        return SeeOther(way.address_now)
    offer = contact.Offer(
        scope=f"attempt:{way.attempt.token}",
        single=True,
        outcome=taking.outcome_for_enquiry(way),
        attribution=way.attempt.attribution,
        is_test=way.attempt.is_test,
    )
    taken = (contact.take if request.method == "POST" else contact.show)(request, offer)
    if isinstance(taken, Enquiry):
        return SeeOther(taken.receipt_url())
    gated = not way.shows_result
    context = {
        "shown": taken,
        "texts": contact.texts(request) | (BEFORE_RESULT if gated else {}),
        "back_url": way.address_before_contact,
        "back_words": "Back to the last question" if gated else "Back to your result",
        "action_url": request.path,
        "is_test": way.attempt.is_test,
    }
    return render(request, "leads/contact.html", context, status=taken.status)


@for_one_visitor
@require_safe
def thanks(request: HttpRequest, token: str) -> HttpResponse:
    """Show the receipt of an enquiry."""
    return contact.receipt(request, token)


def gone(request: HttpRequest) -> HttpResponse:
    """Say that an attempt is not there, or not any more, and where to begin again."""
    return render(request, "leads/gone.html", status=404)


def _ask(
    request: HttpRequest,
    way: Way,
    asked: Question,
    posted: Sequence[str] | None = None,
    notice: Notice = Notice.NEW,
    error: str = "",
) -> HttpResponse:
    before = way.question_before(asked)
    context = {
        **showing.question_shown(way.quiz, asked, way.attempt.answers, posted, error),
        "why": notice.name.lower(),
        "back_url": way.address_of(before) if before else "",
        "later_url": way.address,
        "later_words": f"{request.get_host()}{way.address}",
        "is_test": way.attempt.is_test,
    }
    return render(request, "leads/question.html", context, status=notice.status)
