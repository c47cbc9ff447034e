"""The two forms of the contact page, and what its template asks for besides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.urls import reverse

from leads.capture import contact
from leads.capture.attribution import attribution_of
from leads.capture.forms import FORMS
from leads.models import Kind

if TYPE_CHECKING:
    from home.models import ContactPage


def offers(request: HttpRequest, page: ContactPage) -> dict[str, contact.Offer]:
    """Return what the page offers, by the name that each form sends with it."""
    # A form that comes back with a key says itself what led to it.
    attribution = {} if request.POST.get("key") else attribution_of(request)
    return {
        which: contact.Offer(
            scope=f"page:{page.pk}:{which}", kind=Kind(which), form=form, attribution=attribution
        )
        for which, form in FORMS.items()
    }


def empty(request: HttpRequest, made: dict[str, contact.Offer]) -> dict[str, contact.Shown]:
    """Return the forms that are offered as somebody finds them who has just come."""
    return {which: contact.show(request, offer) for which, offer in made.items()}


def shown(
    request: HttpRequest, page: ContactPage, forms: dict[str, contact.Shown]
) -> dict[str, Any]:
    """Return the part of the page's context that shows these forms."""
    action = reverse("home:contact", args=[page.pk or 0])  # 0: a page that was never saved
    return {**forms, "texts": contact.texts(request), "action_url": action}
