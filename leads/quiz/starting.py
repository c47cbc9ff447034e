"""How a quiz begins: on its own page, or with its first question on another page of the site."""

from __future__ import annotations

from contextlib import suppress

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods
from wagtail.models import Page

from leads.capture import keys
from leads.capture.attribution import attribution_of
from leads.capture.offer import Notice
from leads.capture.origin import is_trusted
from leads.capture.responses import SeeOther, for_one_visitor
from leads.counting import steps
from leads.models import QuizPage, QuizVersion
from leads.quiz import showing, taking
from leads.quiz.answers import BadAnswer
from leads.quiz.content import read
from leads.quiz.posted import answer_in, answers_in, is_whole
from leads.quiz.taking import Way

BEGIN = "quiz.begin"


@for_one_visitor
def start_page(request: HttpRequest, page: QuizPage) -> HttpResponse:
    """Show the quiz's own page. What led here travels in its form, signed."""
    return _start(request, page, Notice.NEW)


@for_one_visitor
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, page_id: int) -> HttpResponse:
    """Start an attempt and go to its first question, or beyond it if it was answered already.

    A first question on another page has no key with it, since any cache may keep that page: what
    led here is told by the Referer then.
    """
    page = get_object_or_404(QuizPage.objects.live(), pk=page_id)
    # Whoever comes back to where the start asked for a second press, or has yet to give a password.
    if request.method != "POST" or not _may_see(request, page):
        return SeeOther(page.get_url(request))
    known = keys.read(BEGIN, request.POST.get("key", ""))
    if not is_trusted(request, known is not None):
        return _start(request, page, Notice.DOUBT)
    led_here = attribution_of(request) if known is None else known
    if known is None:  # an article's own question was its invitation
        steps.arrived(request, led_here)
    way = taking.begin(page, led_here)
    steps.moved_on(request, way.attempt, [*way.attempt.counted, *_take_answer(request, way)])
    return SeeOther(way.address_now)


def _take_answer(request: HttpRequest, way: Way) -> list[str]:
    """Store the answer that came with the beginning, if one did and is one. Returns what is new.

    Otherwise it is asked again: that page was older than the quiz is now, or a part of it got lost.
    """
    first = way.open_question
    if first is not None and is_whole(request) and any(posted := answer_in(request, first)):
        with suppress(BadAnswer):
            return taking.answer(way, first, posted)
    return []


def _start(request: HttpRequest, page: QuizPage, notice: Notice) -> HttpResponse:
    version, led_here = QuizVersion.objects.current(page), attribution_of(request)
    if notice is Notice.NEW:
        steps.arrived(request, led_here, version.pk)
    context = page.get_context(request) | showing.start_shown(read(version.content))
    context |= {
        "key": keys.mint(BEGIN, led_here),
        "begin_url": reverse("leads:begin", args=[page.pk]),
        "doubt": notice is Notice.DOUBT,
        "answered": answers_in(request),
    }
    return render(request, page.get_template(request), context, status=notice.status)


def _may_see(request: HttpRequest, page: Page) -> bool:
    return all(each.accept_request(request) for each in page.get_view_restrictions())
