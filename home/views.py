"""The contact page: two forms, each of which ends in an enquiry."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from home.models import ContactPage
from leads.capture import contact
from leads.capture.attribution import attribution_of
from leads.capture.forms import CallbackForm, ContactForm
from leads.capture.responses import SeeOther, for_one_visitor
from leads.models import Enquiry

KINDS: dict[str, type[ContactForm]] = {"message": ContactForm, "callback": CallbackForm}


@for_one_visitor
def contact_page(request: HttpRequest, page: ContactPage) -> HttpResponse:
    """Show the contact page, or take one of its forms. The other one stays as it is."""
    offers = {
        which: contact.Offer(
            scope=f"page:{page.pk}:{which}", kind=kind, attribution=attribution_of(request)
        )
        for which, kind in KINDS.items()
    }
    shown: dict[str, contact.Shown] = {}
    sent = _which(request) if request.method == "POST" else ""
    for which, offer in offers.items():
        taken = contact.take(request, offer) if which == sent else contact.show(request, offer)
        if isinstance(taken, Enquiry):
            return SeeOther(taken.receipt_url())
        shown[which] = taken
    context: dict[str, Any] = page.get_context(request)
    context |= {**shown, "sent": shown.get(sent), "texts": contact.texts(request)}
    context["action_url"] = request.path
    status = shown[sent].status if sent else 200
    return render(request, page.get_template(request), context, status=status)


def _which(request: HttpRequest) -> str:
    """Return which form was sent. One that does not say is taken for a message, not dropped."""
    which = request.POST.get("which", "")
    return which if which in KINDS else "message"
