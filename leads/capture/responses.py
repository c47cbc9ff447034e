"""Answers that belong to one visitor, and the redirect that follows a form."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from leads.capture.body import refusal

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


class SeeOther(HttpResponseRedirect):
    """303: fetch this with GET (RFC 9110 §15.4.4), so that a reload sends nothing again."""

    status_code = 303


def for_one_visitor(view: View[P]) -> View[P]:
    """Mark a view whose pages no cache may keep, and whose forms do not rely on a cookie.

    Instead of Django's token, `origin.is_trusted` tells whose page a form was sent from. A body
    that no form of ours sends does not reach the view.
    """

    @csrf_exempt
    @never_cache
    @wraps(view)
    def private(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        refused = refusal(request) if request.method == "POST" else None
        return refused or view(request, *args, **kwargs)

    return private


def status_of(*, error: Any, doubt: bool) -> int:
    """Return the status of a form that is shown again: 422 for mistakes in it, 403 in doubt."""
    if error:
        return 422
    return 403 if doubt else 200
