"""A report in the admin: each wording that consent was asked in, and how often it was given."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from wagtail.admin.auth import permission_denied
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView

from leads.models import ConsentWording
from leads.models.consent import CHANNELS, PURPOSES

_PURPOSES, _CHANNELS = dict(PURPOSES), dict(CHANNELS)
READ = ("leads.change_contactsettings", "leads.view_enquiry")


def may_read(request: HttpRequest) -> bool:
    """Tell whether this person may: who writes the wordings, and who goes by the answers."""
    return any(request.user.has_perm(each) for each in READ)


class WordingsReport(ReportView):
    """The versions of each box. No name is in it."""

    model = ConsentWording
    page_title = "Consent wordings"
    header_icon = "check"
    index_url_name = "consent_wordings"
    index_results_url_name = "consent_wordings_results"
    default_ordering = "purpose"
    is_searchable = False
    any_permission_required = None
    export_filename = "consent-wordings"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_read(request):
            refused: HttpResponseBase = permission_denied(request)
            return refused
        shown: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return shown

    @property
    def columns(self) -> list[Column]:
        return [
            Column("wording", label="As it was shown"),
            Column("purpose", label="For", accessor=lambda each: _PURPOSES.get(each.purpose)),
            Column("channel", label="By", accessor=lambda each: _CHANNELS.get(each.channel)),
            Column("number", label="Version"),
            DateColumn("first_shown_at", label="First answered"),
            Column("given", label="Ticked"),
            Column("refused", label="Left"),
        ]

    def get_queryset(self) -> QuerySet[ConsentWording]:
        return ConsentWording.objects.with_answers()


class WordingsItem(MenuItem):
    """Its entry in the menu, for those who may read it."""

    def __init__(self) -> None:
        super().__init__(
            "Consent wordings", reverse("consent_wordings"), icon_name="check", order=1300
        )

    def is_shown(self, request: HttpRequest) -> bool:
        return may_read(request)
