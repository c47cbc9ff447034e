"""Answers that belong to one visitor, and the redirect that follows a form."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, ParamSpec

from django.db import Error as DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from leads.capture.body import refusal
from leads.capture.kept import answers_kept
from leads.delivery.sending import place

log = logging.getLogger(__name__)

P = ParamSpec("P")
WAIT = 60  # seconds: enquiries are counted by the minute
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


class SeeOther(HttpResponseRedirect):
    """303: fetch this with GET (RFC 9110 §15.4.4), so that a reload sends nothing again."""

    status_code = 303


def for_one_visitor(view: View[P]) -> View[P]:
    """Mark a view whose pages no cache may keep, and whose forms do not rely on a cookie.

    Instead of Django's token, `origin.is_trusted` tells whose page a form was sent from. A body
    that no form of ours sends does not reach the view. Where the database fails, what was sent is
    given back with a button to send it again.
    """

    @csrf_exempt
    @never_cache
    @wraps(view)
    def private(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        try:
            return _with_patience(refusal(request) or view(request, *args, **kwargs))
        except DatabaseError as error:
            log.error("a form could not be stored: %s at %s", type(error).__name__, place(error))
            return answers_kept(request)

    return private


def _with_patience(answer: HttpResponse) -> HttpResponse:
    """Say to programs when to come again (RFC 9110 §10.2.3), as the page says it to people."""
    if answer.status_code == HTTPStatus.TOO_MANY_REQUESTS:
        answer.headers["Retry-After"] = str(WAIT)
    return answer
