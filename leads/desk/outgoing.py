"""Deliveries in the admin: how each destination stands, what failed, and sending it again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from leads.delivery import breaker, health, outbox, telling, words
from leads.delivery.replay import Selection, plan, replay
from leads.desk.access import OPERATE, RESEND, ForSales
from leads.models import Delivery, State

SHOWN = 50  # failed ones on the page


def _destinations() -> list[tuple[str, str]]:
    names = dict.fromkeys(share.destination for share in plan(Selection()))
    return [("", "Everywhere"), *((name, name) for name in names)]


def _causes() -> list[tuple[str, str]]:
    errors = dict.fromkeys(share.error for share in plan(Selection()))
    return [("", "Whatever the cause"), *((error, telling.cause(error)) for error in errors)]


class ReplayForm(forms.Form):
    """Which failed deliveries are meant. Nothing chosen means all."""

    destination = forms.ChoiceField(required=False, label="Where to", choices=_destinations)
    error = forms.ChoiceField(required=False, label="What happened", choices=_causes)
    since = forms.DateTimeField(
        required=False,
        label="Failed since",
        help_text="Empty: however long ago.",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def selection(self) -> Selection:
        """Return what is meant by the form as it was filled in."""
        return Selection(**self.cleaned_data)


class OutgoingPage(ForSales, WagtailAdminTemplateMixin, TemplateView):
    """A page for whoever may send again."""

    permission = RESEND
    header_icon = "resubmit"
    page_title = "Deliveries"

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        deliveries = {"url": reverse("outgoing:index"), "label": "Deliveries"}
        return [*self.breadcrumbs_items, deliveries]


class Outgoing(OutgoingPage):
    """How each destination stands, and what failed."""

    template_name = "leads/desk/outgoing.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        around = words.surroundings()
        dead = Delivery.objects.filter(state=State.DEAD).exclude(enquiry__is_test=True)
        rows = dead.select_related("enquiry").order_by("-pk")
        return super().get_context_data(
            **kwargs,
            has_worker=health.has_worker(),
            standings=health.standings(),
            may_switch=self.request.user.has_perm(OPERATE),
            failed=[(each, words.in_words(each, around)) for each in rows[:SHOWN]],
            form=ReplayForm(),
        )


class Life(OutgoingPage):
    """One delivery's life in words."""

    template_name = "leads/desk/life.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Delivery.objects.select_related("enquiry").prefetch_related("attempts")
        delivery = get_object_or_404(rows, pk=kwargs["pk"])
        return super().get_context_data(
            **kwargs,
            delivery=delivery,
            sentences=list(telling.life(delivery)),
            can_replay=delivery.state == State.DEAD,
        )


class Replay(OutgoingPage):
    """First says what would be sent again; a press on the button then does it."""

    template_name = "leads/desk/replay.html"
    page_title = "Send again"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = ReplayForm(self.request.GET)
        shares = plan(form.selection()) if form.is_valid() else []
        named = [(share, telling.cause(share.error)) for share in shares]
        total = sum(share.count for share in shares)
        return super().get_context_data(**kwargs, form=form, shares=named, total=total)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ReplayForm(request.GET)
        if not form.is_valid():
            return self.get(request)
        done = replay(form.selection())
        if done:
            messages.success(request, f"On its way again: {done}. Each goes out once.")
        else:
            messages.warning(request, "There was nothing left to send again.")
        return redirect("outgoing:index")


class Switch(ForSales):
    """Pauses a destination, or resumes it."""

    permission = OPERATE
    http_method_names = ["post"]

    def post(self, request: HttpRequest, name: str, to: str) -> HttpResponse:
        if name not in {each.name for each in health.standings()}:
            messages.warning(request, f"No destination is called “{name}”.")
        elif to == "pause":
            breaker.stop(name, timezone.now())
            messages.success(request, f"Nothing is sent to {name} until you resume it.")
        elif breaker.resume(name, timezone.now()):
            outbox.wake()
            messages.success(request, f"What waits for {name} is sent.")
        else:
            messages.warning(request, f"Nothing kept {name} from being sent to.")
        return redirect("outgoing:index")
