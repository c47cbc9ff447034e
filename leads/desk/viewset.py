"""The addresses of the desk, and its entry in the menu of the Wagtail admin."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import path
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from leads.desk.access import VIEW
from leads.desk.holding import Release
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
