"""The addresses of the desk, and its entries in the menu of the Wagtail admin."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import path
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.viewsets.model import ModelViewSet

from leads.desk import acting
from leads.desk.access import RESEND, VIEW
from leads.desk.brief import OUTCOMES, EnquiryBrief
from leads.desk.bulk import Bulk
from leads.desk.holding import Release
from leads.desk.inbox import EnquiryList, EnquirySearch
from leads.desk.outgoing import Life, Outgoing, Replay, Switch
from leads.desk.phone import PhoneDesk
from leads.desk.resending import Resend
from leads.models import SalesPerson


class ForSalesItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(VIEW)


class EnquiryDesk(ViewSet):
    """The addresses of the desk, and its entry in the menu."""

    name = "enquiry"
    icon = "mail"
    menu_label = "Enquiries"
    menu_order = 150
    add_to_admin_menu = True
    menu_item_class = ForSalesItem

    def get_urlpatterns(self) -> list[Any]:
        one = "<uuid:pk>/"
        return [
            path("", EnquiryList.as_view(), name="index"),
            path("search/", EnquirySearch.as_view(), name="search"),
            path("results/", EnquiryList.as_view(results_only=True), name="index_results"),
            path("bulk/", Bulk.as_view(), name="bulk"),
            path("phone/", PhoneDesk.as_view(), name="phone"),
            path(one, EnquiryBrief.as_view(), name="inspect"),
            path(f"{one}release/", Release.as_view(), name="release"),
            path(f"{one}claim/", acting.Claim.as_view(), name="claim"),
            path(f"{one}back/", acting.GiveBack.as_view(), name="give_back"),
            path(f"{one}assign/", acting.Assign.as_view(), name="assign"),
            path(f"{one}call/", acting.LogCall.as_view(), name="call"),
            path(f"{one}note/", acting.AddNote.as_view(), name="note"),
            path(f"{one}step/", acting.NextStep.as_view(), name="step"),
            path(f"{one}reopen/", acting.Reopen.as_view(), name="reopen"),
            *(
                path(f"{one}{state}/", acting.Outcome.as_view(state=state), name=f"to_{state}")
                for state in OUTCOMES
            ),
            path("resend/<int:pk>/", Resend.as_view(), name="resend"),
        ]


class SalesPeople(ModelViewSet):
    """Who is given enquiries, in the settings: for whoever may manage sales."""

    model = SalesPerson
    name = "salespeople"
    icon = "group"
    menu_label = "Sales people"
    menu_order = 300
    add_to_settings_menu = True
    form_fields = ["user", "takes_leads", "away_from", "away_until", "topics"]
    list_display = ["__str__", "takes_leads", "away_from", "away_until"]
    inspect_view_enabled = False


class ForResendersItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(RESEND)


class OutgoingDesk(ViewSet):
    """The addresses of the deliveries, and their entry in the menu."""

    name = "outgoing"
    url_prefix = "deliveries"
    icon = "resubmit"
    menu_label = "Deliveries"
    menu_order = 155
    add_to_admin_menu = True
    menu_item_class = ForResendersItem

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", Outgoing.as_view(), name="index"),
            path("replay/", Replay.as_view(), name="replay"),
            path("<int:pk>/", Life.as_view(), name="life"),
            path("<slug:name>/<slug:to>/", Switch.as_view(), name="switch"),
        ]
