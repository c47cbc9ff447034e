"""The last four weeks in a few figures, on the home page of the admin, for whoever leads sales."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.ui.components import Component

from leads.delivery import health
from leads.insight import over_time
from leads.insight.answering import Answer, answer_to
from leads.insight.dashboard import Dashboard
from leads.insight.deliveries import oldest_undelivered
from leads.insight.enquiries import leads_of
from leads.insight.period import lately


class SalesPanel(Component):
    """Enquiries each day, and what waits."""

    name = "sales_figures"
    template_name = "leads/insight/panel.html"
    order = 50

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:  # noqa: ARG002 - Wagtail's
        period, now = lately(), timezone.now()
        leads = leads_of(period)
        waits = oldest_undelivered(health.standings(), now)
        overdue = sum(answer_to(each, now) is Answer.OVERDUE for each in leads)
        return {
            "section": over_time.enquiries(leads, period),
            "facts": [
                ("Enquiries", f"{len(leads):,}", "in 4 weeks"),
                ("Overdue", f"{overdue:,}", "without a first contact"),
                ("Won", f"{sum(each.is_won for each in leads):,}", "of these"),
                ("Oldest undelivered", waits or "nothing waits", ""),
            ],
            "url": reverse("sales_figures"),
        }


def add_panel(request: HttpRequest, panels: list[Any]) -> None:
    """Put it before what is for editors, where the dashboard is for this person at all."""
    if Dashboard.may_read(request.user):
        panels.append(SalesPanel())
