"""The contact form's page: shown, checked, asked about when in doubt, and recorded."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from core.models import SiteSettings
from core.texts import fill
from leads.capture import keys
from leads.capture.forms import Box, ContactForm, boxes_of
from leads.capture.origin import is_trusted
from leads.capture.record import Contact, QuizOutcome, Submission, record_enquiry
from leads.capture.responses import SeeOther, status_of
from leads.models import ContactSettings, Enquiry

PURPOSE = "contact"
# Django takes a body that was cut off on its way: only the last field says that all has come.
LAST_FIELD = "_end"


def respond(
    request: HttpRequest,
    *,
    form_key: str,
    outcome: QuizOutcome | None,
    attribution: dict[str, Any],
    back_url: str,
) -> HttpResponse:
    """Show the form, or take it: a good one becomes an enquiry and leads to its receipt.

    `form_key` names the form: the same content sent through it twice is one enquiry.
    """
    boxes = _boxes_now(request)
    if request.method != "POST":
        return _page(request, ContactForm(boxes=boxes), form_key, back_url)
    memory = keys.read(PURPOSE, request.POST.get("key", ""))
    whole = request.POST.get(LAST_FIELD) == "1"
    if memory is None or memory["form"] != form_key or not whole or not is_trusted(request, True):
        form = ContactForm(request.POST, boxes=boxes)
        return _page(request, form, form_key, back_url, doubt=True)
    form = ContactForm(request.POST, boxes=memory["boxes"])
    if not form.is_valid():
        return _page(request, form, form_key, back_url)
    enquiry = record_enquiry(
        Submission(
            form_key=form_key,
            contact=_contact(form.cleaned_data),
            consents=form.answered_boxes(),
            outcome=outcome,
            attribution=attribution,
            page=request.build_absolute_uri(request.path),
        )
    )
    return SeeOther(enquiry.receipt_url())


def receipt(request: HttpRequest, token: str) -> HttpResponse:
    """Say that the enquiry has arrived, under which reference, and what happens next."""
    enquiry = get_object_or_404(Enquiry, receipt=token)
    contact, settings = ContactSettings.for_request(request), SiteSettings.for_request(request)
    context = {
        "reference": enquiry.reference,
        "wants_call": bool(enquiry.callback),
        "texts": {
            "receipt_title": fill(contact.receipt_title, settings),
            "receipt_text": fill(contact.receipt_text, settings),
        },
    }
    return render(request, "leads/thanks.html", context)


def _page(
    request: HttpRequest, form: ContactForm, form_key: str, back_url: str, *, doubt: bool = False
) -> HttpResponse:
    contact, settings = ContactSettings.for_request(request), SiteSettings.for_request(request)
    context = {
        "form": form,
        "key": keys.mint(PURPOSE, {"form": form_key, "boxes": list(form.boxes.values())}),
        "doubt": doubt,
        "result_url": back_url,
        "action_url": request.path,
        "texts": {
            "title": fill(contact.title, settings),
            "intro": fill(contact.intro, settings),
            "promise": fill(contact.promise, settings),
        },
    }
    status = status_of(error=form.is_bound and not doubt and form.errors, doubt=doubt)
    return render(request, "leads/contact.html", context, status=status)


def _boxes_now(request: HttpRequest) -> list[Box]:
    return boxes_of(ContactSettings.for_request(request), SiteSettings.for_request(request))


def _contact(cleaned: dict[str, Any]) -> Contact:
    return Contact(
        name=cleaned["name"],
        email=cleaned["email"],
        company=cleaned["company"],
        phone=cleaned["phone_e164"],
        phone_typed=cleaned["phone"],
        message=cleaned["message"],
        callback=cleaned["callback"],
    )
