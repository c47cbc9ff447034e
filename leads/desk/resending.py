"""Sending one delivery again, from the call brief."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from wagtail.admin import messages

from leads.delivery import outbox, words
from leads.desk.access import RESEND, VIEW, ForSales, forbidden
from leads.models import Delivery, Enquiry


class Resend(ForSales):
    """Send one delivery again, under the same key: a repeat makes nothing twice."""

    permission = RESEND
    http_method_names = ["post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        theirs = Delivery.objects.filter(pk=kwargs["pk"]).values("enquiry")
        mine = Enquiry.objects.visible_to(request.user)
        # Who looks after deliveries sees no enquiry, and so is kept from none.
        if request.user.has_perm(VIEW) and theirs and not mine.filter(pk__in=theirs).exists():
            return forbidden(request, colleagues=True)
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        delivery = get_object_or_404(Delivery, pk=pk)
        if not outbox.resend(delivery):
            messages.warning(request, "There was nothing to send again: it has moved on meanwhile.")
        elif hindrance := words.hindrance(delivery):
            messages.warning(request, f"It will be sent again, but not at once. {hindrance}")
        else:
            messages.success(request, "It is on its way again.")
        if not request.user.has_perm(VIEW):
            return redirect("outgoing:life", pk)
        return redirect("enquiry:inspect", delivery.enquiry_id)
