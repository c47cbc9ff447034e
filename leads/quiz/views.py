"""The quiz from its first page to the receipt. Every step is a page of its own with an address."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import Page

from leads.capture import contact, keys
from leads.capture.attribution import attribution_of
from leads.capture.origin import is_trusted
from leads.capture.responses import SeeOther, for_one_visitor, status_of
from leads.models import Enquiry, QuizAttempt, QuizPage
from leads.quiz import bands, scoring, taking
from leads.quiz.content import read

BEGIN = "quiz.begin"


@for_one_visitor
def start_page(request: HttpRequest, page: QuizPage) -> HttpResponse:
    """Show the quiz's own page. What led here travels in its form, signed."""
    return _start(request, page)


def _start(request: HttpRequest, page: QuizPage, *, doubt: bool = False) -> HttpResponse:
    context = page.get_context(request)
    context |= {
        "key": keys.mint(BEGIN, attribution_of(request)),
        "begin_url": reverse("leads:begin", args=[page.pk]),
        "question_count": len(page.questions),
        "doubt": doubt,
    }
    status = status_of(error=None, doubt=doubt)
    return render(request, page.get_template(request), context, status=status)


@for_one_visitor
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, page_id: int) -> HttpResponse:
    """Start an attempt and go to its first question."""
    page = get_object_or_404(QuizPage.objects.live(), pk=page_id)
    # Whoever comes back to where the start asked for a second press, or has yet to give a password.
    if request.method != "POST" or not _may_see(request, page):
        return SeeOther(page.get_url(request))
    attribution = keys.read(BEGIN, request.POST.get("key", ""))
    if not is_trusted(request, attribution is not None):
        return _start(request, page, doubt=True)
    attempt = taking.begin(page, attribution or {})
    return SeeOther(reverse("leads:question", args=[attempt.token, 1]))


@for_one_visitor
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, token: str, number: int) -> HttpResponse:
    """Ask one question, or take its answer."""
    attempt = _attempt(token)
    if attempt is None:
        return gone(request)
    quiz = read(attempt.version.content)
    if not 1 <= number <= len(quiz.questions):
        raise Http404
    unanswered = scoring.first_unanswered(quiz, attempt.answers)
    if unanswered is not None and quiz.number_of(unanswered) < number:
        return SeeOther(reverse("leads:question", args=[token, quiz.number_of(unanswered)]))
    if request.method != "POST":
        return _ask(request, attempt, number)
    option = request.POST.get("option", "")
    # The token in the address is a key of ours: nobody else's page can know it.
    if not is_trusted(request, True):
        return _ask(request, attempt, number, chosen=option, doubt=True)
    if not taking.answer(attempt, number, option):
        return _ask(request, attempt, number, error="Choose one of the answers.")
    return SeeOther(_after(attempt, number))


@for_one_visitor
@require_safe
def result(request: HttpRequest, token: str) -> HttpResponse:
    """Show what the answers come to. Nobody has to say who they are to see it."""
    attempt = _attempt(token)
    if attempt is None:
        return gone(request)
    unfinished = _unfinished(attempt)
    if unfinished is not None:
        return unfinished
    quiz = read(attempt.version.content)
    outcome = scoring.outcome(quiz, attempt.answers)
    context = {
        "quiz_title": quiz.title,
        "result": outcome.result,
        "score": outcome.score,
        "max_score": outcome.max_score,
        "bands": bands.bands(quiz, outcome),
        "articles": _articles(outcome.result.articles if outcome.result else ()),
        "contact_url": reverse("leads:contact", args=[token]),
        "again_url": reverse("leads:question", args=[token, 1]),
    }
    return render(request, "leads/result.html", context)


@for_one_visitor
@require_http_methods(["GET", "HEAD", "POST"])
def contact_step(request: HttpRequest, token: str) -> HttpResponse:
    """Take the contact details of somebody who has finished the quiz."""
    attempt = _attempt(token)
    if attempt is None:
        return gone(request)
    unfinished = _unfinished(attempt)
    if unfinished is not None:
        return unfinished
    offer = contact.Offer(
        scope=f"attempt:{attempt.token}",
        single=True,
        outcome=taking.outcome_for_enquiry(attempt),
        attribution=attempt.attribution,
    )
    taken = (
        contact.take(request, offer) if request.method == "POST" else contact.show(request, offer)
    )
    if isinstance(taken, Enquiry):
        return SeeOther(taken.receipt_url())
    context = {
        "shown": taken,
        "texts": contact.texts(request),
        "result_url": reverse("leads:result", args=[token]),
        "action_url": request.path,
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


def _may_see(request: HttpRequest, page: Page) -> bool:
    return all(each.accept_request(request) for each in page.get_view_restrictions())


def _attempt(token: str) -> QuizAttempt | None:
    return QuizAttempt.objects.select_related("version").filter(token=token).first()


def _unfinished(attempt: QuizAttempt) -> HttpResponse | None:
    quiz = read(attempt.version.content)
    unanswered = scoring.first_unanswered(quiz, attempt.answers)
    if unanswered is None:
        return None
    return SeeOther(reverse("leads:question", args=[attempt.token, quiz.number_of(unanswered)]))


def _after(attempt: QuizAttempt, number: int) -> str:
    if number < len(attempt.version.content["questions"]):
        return reverse("leads:question", args=[attempt.token, number + 1])
    return reverse("leads:result", args=[attempt.token])


def _ask(
    request: HttpRequest,
    attempt: QuizAttempt,
    number: int,
    *,
    chosen: str = "",
    error: str = "",
    doubt: bool = False,
) -> HttpResponse:
    quiz = read(attempt.version.content)
    asked = quiz.questions[number - 1]
    context: dict[str, Any] = {
        "quiz_title": quiz.title,
        "question": asked,
        "number": number,
        "total": len(quiz.questions),
        "chosen": chosen or attempt.answers.get(asked.id, ""),
        "error": error,
        "doubt": doubt,
        "back_url": reverse("leads:question", args=[attempt.token, number - 1])
        if number > 1
        else "",
    }
    status = status_of(error=error, doubt=doubt)
    return render(request, "leads/question.html", context, status=status)


def _articles(ids: tuple[int, ...]) -> list[Page]:
    found = {page.pk: page for page in Page.objects.live().public().filter(pk__in=ids).specific()}
    return [found[pk] for pk in ids if pk in found]
