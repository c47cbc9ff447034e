"""What waits, on the first page of the admin: for sales, who edit no pages."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from wagtail.admin.ui.components import Component

from leads.desk.access import VIEW
from leads.desk.filters import tabs

SHOWN = ("mine", "free", "overdue")


class Waiting(Component):
    """How many enquiries are one's own, nobody's, and overdue."""

    name = "enquiries"
    template_name = "leads/desk/welcome.html"
    order = 10

    class Media:
        css = {"all": ["leads/desk.css"]}

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        found = {each.name: each for each in tabs(parent_context["request"].user, timezone.now())}
        return {"tabs": [found[name] for name in SHOWN]}


def add_panel(request: HttpRequest, panels: list[Component]) -> None:
    """Put it first, for those who may see enquiries."""
    if request.user.has_perm(VIEW):
        panels.insert(0, Waiting())
