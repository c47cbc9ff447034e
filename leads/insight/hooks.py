"""What the figures add to Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from leads.insight.content import ArticlesViewSet, ContentPerformance
from leads.insight.dashboard import Dashboard
from leads.insight.panel import add_panel
from leads.insight.report import Report


class ReportItem(MenuItem):
    """A report's entry in the menu, for those whom it is for."""

    def __init__(self, report: type[Report], name: str, order: int) -> None:
        icon = str(report.header_icon)
        super().__init__(str(report.page_title), reverse(name), icon_name=icon, order=order)
        self.report = report

    def is_shown(self, request: HttpRequest) -> bool:
        return self.report.may_read(request.user)


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    """Give each report its address."""
    return [
        path("reports/sales/", Dashboard.as_view(), name="sales_figures"),
        path("reports/content/", ContentPerformance.as_view(), name="content_performance"),
    ]


@hooks.register("register_reports_menu_item")
def sales_item() -> MenuItem:
    """Offer the dashboard among the reports."""
    return ReportItem(Dashboard, "sales_figures", 50)


@hooks.register("register_reports_menu_item")
def content_item() -> MenuItem:
    """Offer the editor's numbers among the reports."""
    return ReportItem(ContentPerformance, "content_performance", 90)


@hooks.register("register_admin_viewset")
def articles() -> ArticlesViewSet:
    """Show what each article led to where articles are listed."""
    return ArticlesViewSet()


@hooks.register("construct_homepage_panels")
def figures_panel(request: HttpRequest, panels: list[Any]) -> None:
    """Show the last weeks on the home page of the admin."""
    add_panel(request, panels)
