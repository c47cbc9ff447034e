"""What looks like spam and is held back: its reasons in the list, and letting it go."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column

from leads.delivery import outbox
from leads.desk.access import RESEND, OfEnquiry
from leads.models import Enquiry, Event, Handling, Happening, Screening


def release(enquiry: Enquiry, by: Any) -> bool:
    """Send an enquiry on that was held back, and note who did. False if it is not held back."""
    now = timezone.now()
    with transaction.atomic():
        released = Screening.objects.release(enquiry, by, now)
        if released:
            Handling.objects.begin(enquiry, now)
            Event.objects.create(enquiry=enquiry, at=now, actor=by, kind=Happening.RELEASED)
            outbox.release(enquiry)
    return released


class HeldColumn(Column):
    """Why an enquiry is held back, with the button that lets it go; empty for all others."""

    cell_template_name = "leads/desk/held_cell.html"

    def get_value(self, instance: Enquiry) -> Screening | None:
        found: Screening | None = getattr(instance, "screening", None)
        return found if found is not None and found.is_waiting else None

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        request: HttpRequest = parent_context["request"]
        context["may_release"] = request.user.has_perm(RESEND)
        context["csrf_token"] = get_token(request)  # a table hands none down to its cells
        return context


class Release(OfEnquiry):
    """Let an enquiry go. Pressed twice, or by two people, it is sent once.

    It leads to what is held back still: a moment later, the enquiry may be a colleague's.
    """

    permission = RESEND
    http_method_names = ["post"]

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        if release(self.enquiry, request.user):
            messages.success(request, f"{self.enquiry.reference} is released and on its way.")
        else:
            messages.warning(request, f"{self.enquiry.reference} was not held back any more.")
        return redirect(f"{reverse('enquiry:index')}?show=held")
