"""What the room adds to Wagtail: pages for whoever answers people, and what is noted of it."""

from __future__ import annotations

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.urls import URLPattern
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from leads.privacy import keeping, people


@hooks.register("register_admin_urls")
def people_addresses() -> list[URLPattern]:
    """Give the pages about people their addresses."""
    return people.urlpatterns


@hooks.register("register_reports_menu_item")
def people_item() -> people.PeopleItem:
    """Add them to the menu of reports."""
    return people.PeopleItem()


@hooks.register("register_admin_urls")
def retention_addresses() -> list[URLPattern]:
    """Give the page about what is kept for how long its address."""
    return keeping.urlpatterns


@hooks.register("register_reports_menu_item")
def retention_item() -> keeping.RetentionItem:
    """Add it to the menu of reports."""
    return keeping.RetentionItem()


@hooks.register("register_permissions")
def privacy_permissions() -> QuerySet[Permission]:
    """Let an administrator hand out what those pages ask for."""
    return Permission.objects.filter(content_type__app_label="leads", codename="answer_person")


@hooks.register("register_log_actions")
def privacy_log(actions: LogActionRegistry) -> None:
    """Have the site's history say who handed out or erased what is held of which person."""
    actions.register_action(people.EXPORTED, "Hand out data", "Data handed out")
    actions.register_action(people.ERASED, "Erase", "Erased for good")
