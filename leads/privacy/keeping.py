"""What is kept for how long, in the admin: what goes at the next run, and when the first does."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.urls import path, reverse_lazy
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from leads.privacy import notice, retention
from leads.privacy.people import MAY


class RetentionReport(WagtailAdminTemplateMixin, TemplateView):
    """Figures only; nobody is named."""

    template_name = "leads/privacy/retention.html"
    page_title = "Retention"
    header_icon = "history"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(MAY):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(
            **kwargs,
            outlook=retention.outlook(),
            hours=settings.PERIODIC_JOBS["retention"] // 3600,
            receivers=notice.receivers(),
            periods=notice.periods(),
        )
        return context


class RetentionItem(MenuItem):
    """The entry in the menu of reports."""

    def __init__(self) -> None:
        super().__init__("Retention", reverse_lazy("retention"), icon_name="history", order=960)

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(MAY)


urlpatterns = [path("reports/retention/", RetentionReport.as_view(), name="retention")]
