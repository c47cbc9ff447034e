"""The drills in the admin, for operators: how the last ones went, and asking for another."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import path, reverse_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from leads.delivery import registry
from leads.models import Drill

VIEW, ADD = "leads.view_drill", "leads.add_drill"
SHOWN = 14


class DrillReport(WagtailAdminTemplateMixin, TemplateView):
    """The last drills. A press of the button leaves one for the worker to do."""

    template_name = "leads/drill/report.html"
    page_title = "Lead drill"
    header_icon = "rotate"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(ADD if request.method == "POST" else VIEW):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def post(self, request: HttpRequest) -> HttpResponse:
        name = request.POST.get("destination", "")
        if name in registry.destinations():
            Drill.objects.ask(name)
            messages.success(request, "The worker does it. Load this page again in a minute.")
        return redirect("lead_drill")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(
            **kwargs,
            drills=Drill.objects.finished()[:SHOWN],
            waiting=Drill.objects.filter(finished_at=None).exists(),
            destinations=list(registry.crms()),
            is_daily=settings.LEAD_DRILL == "daily",
            may_ask=self.request.user.has_perm(ADD),
        )
        return context


class DrillItem(MenuItem):
    """The entry in the menu of reports."""

    def __init__(self) -> None:
        super().__init__("Lead drill", reverse_lazy("lead_drill"), icon_name="rotate", order=900)

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(VIEW)


urlpatterns = [path("reports/lead-drill/", DrillReport.as_view(), name="lead_drill")]
