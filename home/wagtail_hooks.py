"""What the home room adds to Wagtail: the contact page's forms, and what editors are told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import URLPattern
from django.utils.html import format_html
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page

from blog.editing import notices
from blog.editing.panel import with_our_checks
from home.first_run import panel as first_run
from home.first_run.mail import RECEIVED
from home.models import ContactPage
from home.views import contact_page


# Within Wagtail's own hook of this name, which asks for the password of a page that has one.
@hooks.register("on_serve_page", order=100)
def serve_contact(serve: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Serve a contact page with forms that are made for each visitor."""

    def serve_page(page: Page, request: HttpRequest, *args: Any) -> HttpResponse:
        if isinstance(page, ContactPage):
            return contact_page(request, page)
        return serve(page, request, *args)

    return serve_page


@hooks.register("construct_homepage_panels")
def add_first_run(request: HttpRequest, panels: list[Any]) -> None:
    """Begin the admin's first page with what a new site still needs."""
    first_run.add_panel(request, panels)


@hooks.register("register_admin_urls")
def first_run_addresses() -> list[URLPattern]:
    """Give what is pressed there its addresses."""
    return first_run.urlpatterns


@hooks.register("register_log_actions")
def first_run_log(actions: LogActionRegistry) -> None:
    """Have the site's history say when mail was seen to arrive."""
    actions.register_action(RECEIVED, "Mail arrives", "A mail from here was read")


@hooks.register("insert_global_admin_css")
def first_run_looks() -> str:
    """Load the looks of that list."""
    return format_html('<link rel="stylesheet" href="{}">', static("home/first_run.css"))


@hooks.register("construct_wagtail_userbar")
def check_pages(_request: HttpRequest, items: list[Any], page: Any) -> None:
    """Check pages by our rules, in the editor's panel and in the bar on the site."""
    with_our_checks(items, page)


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def warn_after_saving(request: HttpRequest, page: Page) -> None:
    """Name what is wrong with a page when it is saved, submitted or published."""
    if not notices.is_autosave(request):
        notices.warn(request, [page])


@hooks.register("after_bulk_action")
def warn_after_publishing_many(
    request: HttpRequest, action_type: str, objects: list[Any], _action: Any
) -> None:
    """Name what is wrong with pages that are published together."""
    if action_type == "publish":
        notices.warn(request, [each for each in objects if isinstance(each, Page)])
