"""“When I am away”, in everybody's own account: for those who are given enquiries."""

from __future__ import annotations

from typing import Any

from django import forms
from wagtail.admin.views.account import BaseSettingsPanel
from wagtail.admin.widgets import AdminDateInput

from leads.models import SalesPerson


class AwayForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = SalesPerson
        fields = ("away_from", "away_until")
        widgets = {"away_from": AdminDateInput, "away_until": AdminDateInput}


class AwayPanel(BaseSettingsPanel):
    """The days on which no enquiry is assigned to whose account it is."""

    name = "away"
    title = "When I am away"
    order = 150
    form_class = AwayForm

    @property
    def person(self) -> SalesPerson | None:
        """Who it is among the sales people; None for everybody else."""
        found: SalesPerson | None = getattr(self.user, "sales_person", None)
        return found

    def is_active(self) -> bool:
        return self.person is not None

    def get_form(self) -> AwayForm:
        sent: Any = self.request.POST if self.request.method == "POST" else None
        return AwayForm(sent, instance=self.person, prefix=self.name)
