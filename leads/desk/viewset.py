"""The addresses of the desk, and its entry in the menu of the Wagtail admin."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import path
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from leads.desk.access import RESEND, VIEW
from leads.desk.holding import Release
from leads.desk.outgoing import Life, Outgoing, Replay, Switch
from leads.desk.views import EnquiryBrief, EnquiryList, EnquirySearch, Resend


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
        return [
            path("", EnquiryList.as_view(), name="index"),
            path("search/", EnquirySearch.as_view(), name="search"),
            path("results/", EnquiryList.as_view(results_only=True), name="index_results"),
            path("<uuid:pk>/", EnquiryBrief.as_view(), name="inspect"),
            path("<uuid:pk>/release/", Release.as_view(), name="release"),
            path("resend/<int:pk>/", Resend.as_view(), name="resend"),
        ]


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
