"""What the blog adds to Wagtail's admin: new articles from templates and from files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import path, reverse
from django.urls.resolvers import URLPattern
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from blog.editing import report
from blog.importing import views
from blog.models import BlogIndexPage
from blog.starters import views as starters


@hooks.register("register_admin_urls")
def adding_urls() -> list[URLPattern]:
    """Add the choice of templates, the steps of the importer, and the report."""
    start = "articles/import/"
    new = "articles/new/"
    return [
        path("reports/page-checks/", report.PageChecksReport.as_view(), name="page_checks"),
        path(new, starters.anywhere, name="start_article_anywhere"),
        path(f"{new}<int:index>/", starters.ChooseStarter.as_view(), name="start_article"),
        path(start, views.anywhere, name="import_article_anywhere"),
        path(f"{start}<int:index>/", views.ChooseFile.as_view(), name="import_article"),
        path(f"{start}<int:index>/<str:name>/", views.Preview.as_view(), name="preview_import"),
    ]


class AddingMenuItem(MenuItem):
    """In the menu of whoever may add articles."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(views.indexes_for(request.user))


@hooks.register("register_admin_menu_item")
def start_menu_item() -> MenuItem:
    """Offer the templates in the menu."""
    url = reverse("start_article_anywhere")
    return AddingMenuItem(
        "New from template", url, name="start-article", icon_name="doc-full", order=240
    )


@hooks.register("register_admin_menu_item")
def import_menu_item() -> MenuItem:
    """Offer the importer in the menu."""
    url = reverse("import_article_anywhere")
    return AddingMenuItem(views.TITLE, url, name="import-article", icon_name="upload", order=250)


class ReportMenuItem(MenuItem):
    """Among the reports of whoever may change pages."""

    def is_shown(self, request: HttpRequest) -> bool:
        return report.may_read(request.user)


@hooks.register("register_reports_menu_item")
def report_menu_item() -> MenuItem:
    """Offer the report on all pages."""
    url = reverse("page_checks")
    return ReportMenuItem(report.TITLE, url, name="page-checks", icon_name="glasses", order=100)


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def adding_buttons(page: Page, user: Any, **_: Any) -> Iterator[Button]:
    """Offer templates and importer where a list of articles is shown in the admin."""
    if page.specific_class is not BlogIndexPage:
        return
    if page.permissions_for_user(user).can_add_subpage():
        new = reverse("start_article", args=[page.pk])
        yield Button(starters.TITLE, new, icon_name="doc-full", priority=15)
        url = reverse("import_article", args=[page.pk])
        yield Button(views.TITLE, url, icon_name="upload", priority=16)


@hooks.register("insert_editor_js")
def save_once() -> SafeString:
    """Keep the editor from making a new page twice."""
    return format_html('<script src="{}"></script>', static("blog/saving.js"))
