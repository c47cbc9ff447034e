"""See, correct or erase what you sent. Looking changes nothing: mail programs follow every link."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from leads.capture import contact
from leads.capture.origin import is_trusted
from leads.capture.responses import SeeOther, for_one_visitor
from leads.capture.yours import enquiry_of
from leads.models import Enquiry, Erasure
from leads.privacy import own
from leads.privacy.forgetting import forget

FormView = Callable[[HttpRequest, Enquiry, str], HttpResponse]


def of_sender(view: FormView) -> Callable[[HttpRequest, str], HttpResponse]:
    """Mark a view that its signed address leads to; it is given the enquiry and that address's key.

    Every answer says that no cache keeps it, no index lists it and no other site hears of it.
    """

    @for_one_visitor
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def private(request: HttpRequest, signed: str) -> HttpResponse:
        enquiry = enquiry_of(signed)
        if enquiry is None:
            return render(request, "leads/yours/unknown.html", status=404)
        answer = _erased(enquiry) if enquiry.erased_at else view(request, enquiry, signed)
        answer.headers["Referrer-Policy"] = "same-origin"
        return answer

    return private


@of_sender
def yours(request: HttpRequest, enquiry: Enquiry, signed: str) -> HttpResponse:
    """Show what is held of this enquiry, and what its sender can do about it."""
    context = {**own.held_of(enquiry), "links": _links(signed)}
    return render(request, "leads/yours/page.html", context)


@of_sender
def correct(request: HttpRequest, enquiry: Enquiry, signed: str) -> HttpResponse:
    """Take what should have been said instead. It comes to sales as an enquiry of its own."""
    offer = own.correction(enquiry)
    take = contact.take if request.method == "POST" else contact.show
    taken = take(request, offer)
    if isinstance(taken, Enquiry):
        return SeeOther(taken.receipt_url())
    context = {
        "shown": taken,
        "reference": enquiry.reference,
        "action_url": request.path,
        "links": _links(signed),
    }
    return render(request, "leads/yours/correct.html", context, status=taken.status)


@of_sender
def withdraw(request: HttpRequest, enquiry: Enquiry, signed: str) -> HttpResponse:
    """Take back a consent: as easy as giving it was (UK GDPR Art. 7(3))."""
    if request.method != "POST":
        return SeeOther(_links(signed)["see"])
    if not is_trusted(request, True):  # the signed address is a key of ours
        return _ask_again(request, enquiry, signed, "withdraw")
    own.withdraw(request, enquiry)
    return SeeOther(_links(signed)["see"])


@of_sender
def object_to(request: HttpRequest, enquiry: Enquiry, signed: str) -> HttpResponse:
    """Object to marketing: one press, and no reason is asked for (UK GDPR Art. 21(2))."""
    if request.method != "POST":
        return SeeOther(_links(signed)["see"])
    if not is_trusted(request, True):
        return _ask_again(request, enquiry, signed, "object")
    own.object_to_marketing(request, enquiry)
    return SeeOther(_links(signed)["see"])


@of_sender
def erase(request: HttpRequest, enquiry: Enquiry, signed: str) -> HttpResponse:
    """Say what erasing means, and erase when the button is pressed."""
    if request.method == "POST" and is_trusted(request, True):
        return SeeOther(forget(enquiry.person).receipt_url())
    return _ask_again(request, enquiry, signed, "erase")


@for_one_visitor
@require_safe
def erased(request: HttpRequest, token: str) -> HttpResponse:
    """Show how far an erasure is."""
    erasure = get_object_or_404(Erasure, token=token)
    return render(request, "leads/yours/erased.html", {"erasure": erasure})


def _ask_again(request: HttpRequest, enquiry: Enquiry, signed: str, what: str) -> HttpResponse:
    doubt = request.method == "POST"
    context: dict[str, Any] = {
        **own.held_of(enquiry),
        "doubt": doubt,
        "links": _links(signed),
        "action_url": request.path,
    }
    return render(request, f"leads/yours/{what}.html", context, status=403 if doubt else 200)


def _erased(enquiry: Enquiry) -> HttpResponse:
    return SeeOther(Erasure.objects.filter(person=enquiry.person_id)[0].receipt_url())


def _links(signed: str) -> dict[str, str]:
    names = {
        "see": "yours",
        "correct": "correct",
        "withdraw": "withdraw",
        "object": "object",
        "erase": "erase",
    }
    return {key: reverse(f"leads:{name}", args=[signed]) for key, name in names.items()}
