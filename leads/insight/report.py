"""What the reports in the admin share: the period, the parts, and each part's table as a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.functional import cached_property
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from leads.insight.period import Period, PeriodForm, lately, spans
from leads.insight.sections import Section
from leads.insight.sheets import as_csv


class Report(WagtailAdminTemplateMixin, TemplateView):
    """A report over a period. `?csv=NAME` gives the table of one part out."""

    template_name = "leads/insight/report.html"
    header_icon = "view"
    about = ""

    @staticmethod
    def may_read(user: Any) -> bool:
        """Tell whether a report is for this person."""
        raise NotImplementedError

    def sections(self) -> Sequence[Section]:
        """Return its parts, in order."""
        raise NotImplementedError

    @cached_property
    def form(self) -> PeriodForm:
        asked = self.request.GET
        return PeriodForm(asked if {"first", "last"} & set(asked) else asdict(lately()))

    @cached_property
    def period(self) -> Period:
        return self.form.period()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.may_read(request.user):
            raise PermissionDenied
        shown: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return shown

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        wanted = request.GET.get("csv", "")
        if wanted:
            return self._file(wanted)
        shown: HttpResponse = super().get(request, *args, **kwargs)
        return shown

    def _file(self, wanted: str) -> HttpResponse:
        for section in self.sections():
            if section.name == wanted:
                days = f"{self.period.first}-to-{self.period.last}"
                return as_csv(section.sheet, f"{section.name}-{days}")
        raise Http404

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [*self.breadcrumbs_items, {"url": "", "label": str(self.page_title)}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        asked = self.request.GET.copy()
        asked.pop("csv", None)
        return {
            **context,
            "about": self.about,
            "form": self.form,
            "period": self.period,
            "spans": spans(),
            "asked": asked.urlencode(),
            "sections": self.sections(),
        }
