"""All published pages that break a rule, in the admin's reports.

Most rules are broken by nobody's hand: the firm's number changes, a page that others link to goes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.permissions import page_permission_policy

from blog.editing.checks import Finding, check
from core.models import SitePage, SiteSettings

TITLE = "Page checks"


@dataclass(frozen=True)
class Row:
    """A page, and the rules that it breaks as readers see it."""

    page: SitePage
    findings: list[Finding]


def may_read(user: Any) -> bool:
    """Tell whether the report is for this user: whoever may change a page."""
    return bool(page_permission_policy.user_has_permission(user, "change"))


def broken_pages(user: Any, firm: SiteSettings) -> list[Row]:
    """Return the published pages that this user may change and that break a rule."""
    pages = page_permission_policy.instances_user_has_permission_for(user, "change")
    found = pages.filter(live=True).order_by("path").specific()
    rows = [Row(page, check(page, firm)) for page in found if isinstance(page, SitePage)]
    return [row for row in rows if row.findings]


class PageChecksReport(WagtailAdminTemplateMixin, TemplateView):
    """What is wrong with what readers see now."""

    page_title = TITLE
    header_icon = "glasses"
    template_name = "blog/editing/report.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_read(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [*self.breadcrumbs_items, {"url": "", "label": TITLE}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        firm = SiteSettings.for_request(self.request)
        return {
            **super().get_context_data(**kwargs),
            "rows": broken_pages(self.request.user, firm),
        }
