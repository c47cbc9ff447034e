"""Giving back what was sent while the database cannot take it: nothing is lost, nothing promised.

The page is made of the request alone. Its key is the one that was sent, so that sending it again,
even if the first one was stored after all, is the same enquiry.
"""

from __future__ import annotations

from collections.abc import Collection

from django.http import HttpRequest, HttpResponse

from core.away import RETRY_AFTER, told
from leads.capture import keys
from leads.capture.forms import FORMS, ContactForm
from leads.capture.offer import PURPOSE
from leads.capture.slots import Slot


def answers_kept(request: HttpRequest) -> HttpResponse:
    """Return the page that says "not yet" (503), with every field of this POST in a form."""
    form = _form(request) if "email" in request.POST else None
    context = {
        "form": form,
        "hidden": _others(request, form.fields if form else ()),
        "action_url": request.get_full_path(),
    }
    return told("leads/kept.html", 503, {"Retry-After": RETRY_AFTER}, context)


def _form(request: HttpRequest) -> ContactForm:
    """Return the form with what was typed into it. The boxes' words are in its key."""
    memory = keys.read(PURPOSE, request.POST.get("key", ""), life=None) or {}
    chosen = Slot.read(request.POST.get("callback", ""))
    kind = FORMS.get(request.POST.get("which", ""), ContactForm)
    return kind(request.POST, boxes=memory.get("boxes", ()), slots=[chosen] if chosen else [])


def _others(request: HttpRequest, shown: Collection[str]) -> list[tuple[str, str]]:
    return [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in shown
    ]
