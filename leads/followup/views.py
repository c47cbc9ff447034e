"""The pages behind an alert's links. Looking changes nothing; only their button does."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from leads.capture.origin import is_trusted
from leads.capture.responses import SeeOther, for_one_visitor
from leads.desk.due import since_when
from leads.followup import acting
from leads.followup.forms import ActForm
from leads.followup.links import CALLED, TAKE, read_act
from leads.models import Enquiry

DONE = "done"  # after the button: where the answer is, so that a reload sends nothing again


@for_one_visitor
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, key: str, what: str) -> HttpResponse:
    """Show what a link of an alert is for, and do it when its button is pressed."""
    if what not in {TAKE, CALLED}:
        raise Http404
    found = read_act(key)
    if found is None or not acting.may_act_on(found[0]):
        return _page(request, "unknown", 404, {})
    enquiry, user = found
    sent = request.method == "POST"
    form = ActForm(request.POST if sent else None, what=what, user=user, enquiry=enquiry)
    doubt = sent and not is_trusted(request, True)
    if sent and not doubt and form.is_valid():
        outcome = acting.act(enquiry, what, form.who, form.cleaned_data)
        return SeeOther(f"{request.path}?{DONE}={outcome}")
    context = {
        **_shown(enquiry, user, what),
        "form": form,
        "what": what,
        "doubt": doubt,
        "done": acting.in_words(request.GET.get(DONE, ""), enquiry),
    }
    return _page(request, "act", 403 if doubt else 400 if form.errors else 200, context)


def _shown(enquiry: Enquiry, user: User | None, what: str) -> dict[str, Any]:
    return {
        "enquiry": enquiry,
        "taken": since_when(enquiry.handling, timezone.now()) if what == TAKE else "",
        "user": user,
        "desk_url": reverse("enquiry:inspect", args=[enquiry.pk]),
    }


def _page(request: HttpRequest, name: str, status: int, context: dict[str, Any]) -> HttpResponse:
    answer = render(request, f"leads/act/{name}.html", context, status=status)
    answer.headers["Referrer-Policy"] = "same-origin"  # the address is the key
    return answer
