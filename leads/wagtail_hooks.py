"""What Leadline adds to Wagtail: the quiz's start page, the sales desk, and reports."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page

from leads.desk import audit, welcome
from leads.desk.away import AwayPanel
from leads.desk.viewset import EnquiryDesk, OutgoingDesk, SalesPeople
from leads.drill import report as drill_report
from leads.followup import folder_page
from leads.insight import hooks as insight_hooks  # noqa: F401  found through this file
from leads.models import QuizPage
from leads.privacy import hooks as privacy_hooks  # noqa: F401  found through this file
from leads.privacy.report import WordingsItem, WordingsReport
from leads.quiz.editing import hooks as quiz_hooks  # noqa: F401  found through this file
from leads.quiz.starting import start_page
from leads.workbench.viewset import MappingViewSet


# Within Wagtail's own hook of this name, which asks for the password of a page that has one.
@hooks.register("on_serve_page", order=100)
def serve_quiz(serve: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let the room that takes answers serve a quiz's page: its form is made for each visitor."""

    def serve_page(page: Page, request: HttpRequest, *args: Any) -> HttpResponse:
        if isinstance(page, QuizPage):
            return start_page(request, page)
        return serve(page, request, *args)

    return serve_page


@hooks.register("register_admin_viewset")
def sales_desk() -> EnquiryDesk:
    """Add the enquiries to the admin."""
    return EnquiryDesk()


@hooks.register("register_admin_viewset")
def workbench() -> MappingViewSet:
    """Add the mapping of the CRM's fields to the settings."""
    return MappingViewSet()


@hooks.register("register_admin_viewset")
def outgoing_desk() -> OutgoingDesk:
    """Add the deliveries to the admin."""
    return OutgoingDesk()


@hooks.register("register_permissions")
def desk_permissions() -> QuerySet[Permission]:
    """Let an administrator hand out what the desk asks for."""
    return Permission.objects.filter(
        content_type__app_label="leads",
        codename__in=[
            "view_enquiry",
            "work_enquiry",
            "export_enquiry",
            "manage_sales",
            "change_delivery",
            "operate_deliveries",
        ],
    )


@hooks.register("register_log_actions")
def desk_log(actions: LogActionRegistry) -> None:
    """Have Wagtail's log know what is noted of those who see enquiries."""
    audit.register(actions)


hooks.register("construct_homepage_panels", welcome.add_panel)
hooks.register("register_account_settings_panel", AwayPanel)


@hooks.register("register_admin_viewset")
def sales_people() -> SalesPeople:
    """Add those who are given enquiries to the settings."""
    return SalesPeople()


@hooks.register("register_admin_urls")
def wordings_addresses() -> list[URLPattern]:
    """Give the report of consent wordings its address."""
    return [
        path("reports/consent/", WordingsReport.as_view(), name="consent_wordings"),
        path(
            "reports/consent/results/",
            WordingsReport.as_view(results_only=True),
            name="consent_wordings_results",
        ),
    ]


@hooks.register("register_reports_menu_item")
def wordings_item() -> WordingsItem:
    """Add the report of consent wordings to the menu of reports."""
    return WordingsItem()


@hooks.register("register_admin_urls")
def drill_addresses() -> list[URLPattern]:
    """Give the report of lead drills its address."""
    return drill_report.urlpatterns


@hooks.register("register_reports_menu_item")
def drill_item() -> drill_report.DrillItem:
    """Add the report of lead drills to the menu of reports."""
    return drill_report.DrillItem()


@hooks.register("register_admin_urls")
def mail_addresses() -> list[URLPattern]:
    """Give the page of mails that were written to files its addresses."""
    return folder_page.urlpatterns


@hooks.register("register_reports_menu_item")
def mails_item() -> folder_page.MailsItem:
    """Add that page to the menu of reports, where it is shown at all."""
    return folder_page.MailsItem()
