"""Where the admin speaks of a second step: on its first page, and on that of one's account."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from wagtail.admin.ui.components import Component

from core.login.gate import has_second_step


class Offer(Component):
    """Stands first on the dashboard while a password alone opens the account."""

    name = "second_step"
    order = 10
    template_name = "core/login/offer.html"

    class Media:
        css = {"all": ["core/login.css"]}


def offer_second_step(request: HttpRequest, panels: list[Any]) -> None:
    """Add the offer to the panels of the dashboard, where it is due."""
    if not has_second_step(request.user):
        panels.append(Offer())


def account_menu_item(_request: HttpRequest) -> dict[str, str]:
    """Return the way from one's account to how one logs in."""
    return {
        "url": reverse("mfa_index"),
        "label": "Second step and passkeys",
        "help_text": "What you log in with besides your password, and your recovery codes.",
    }
