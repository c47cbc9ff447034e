"""The checklist on the admin's first page, for those who run the site."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.ui.components import Component
from wagtail.users.models import UserProfile

from core.models import SiteSettings
from home.first_run import mail
from home.first_run.steps import Step, steps

RUNS_THE_SITE = "leads.view_drill"  # the group “Operators”, and administrators
PUT_AWAY = "first-run"


class FirstRunPanel(Component):
    """What a new site still needs. It goes once all is done and somebody has put it away."""

    name = "first_run"
    template_name = "home/first_run.html"
    order = 50

    def __init__(self, found: list[Step]) -> None:
        self.steps = found

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        done = sum(each.is_done for each in self.steps)
        return {
            "request": parent_context["request"],
            "steps": self.steps,
            "done": done,
            "all_done": done == len(self.steps),
        }


def add_panel(request: HttpRequest, panels: list[Any]) -> None:
    """Add the checklist for whoever runs the site, unless all is done and they put it away."""
    if not request.user.has_perm(RUNS_THE_SITE):
        return
    found = steps()
    if not all(each.is_done for each in found) or not _is_put_away(request.user):
        panels.append(FirstRunPanel(found))


@require_POST
def put_away(request: HttpRequest) -> HttpResponse:
    """Show the checklist to this person no more, until something on it is to be done again."""
    if not request.user.has_perm(RUNS_THE_SITE):
        raise PermissionDenied
    if all(each.is_done for each in steps()):
        profile = UserProfile.get_for_user(request.user)
        profile.dismissibles[PUT_AWAY] = True
        profile.save(update_fields=["dismissibles"])
    return redirect("wagtailadmin_home")


@require_POST
def send_mail(request: HttpRequest) -> HttpResponse:
    """Have a mail sent to the operator."""
    if not request.user.has_perm(RUNS_THE_SITE):
        raise PermissionDenied
    if mail.obstacle() or not mail.send():
        messages.warning(request, mail.obstacle() or "One was sent within the last hour.")
    else:
        messages.success(request, "It is on its way. Open the link in it.")
    return redirect("wagtailadmin_home")


def received(request: HttpRequest, token: str) -> HttpResponse:
    """Note that it arrived: whoever opens its link has read it."""
    if not request.user.has_perm(RUNS_THE_SITE):
        raise PermissionDenied
    firm = SiteSettings.for_request(request)
    if mail.confirm(token, firm, request.user):
        messages.success(request, "Mail from here arrives.")
    else:
        messages.warning(request, "Letters have been lost from the link. Copy the whole of it.")
    return redirect("wagtailadmin_home")


def _is_put_away(user: Any) -> bool:
    profile = getattr(user, "wagtail_userprofile", None)
    return bool(profile and profile.dismissibles.get(PUT_AWAY))


urlpatterns = [
    path("first-run/put-away/", put_away, name="first_run_put_away"),
    path("first-run/mail/", send_mail, name="first_run_mail"),
    path("first-run/received/<str:token>/", received, name="first_run_received"),
]
