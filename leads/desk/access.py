"""Who may come to the desk."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.generic import View

VIEW, RESEND = "leads.view_enquiry", "leads.change_delivery"


class ForSales(View):
    """Answers 403 to whoever lacks the permission. Wagtail would send them home without a word."""

    permission = VIEW

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(self.permission):
            return render(request, "leads/desk/forbidden.html", status=403)
        return super().dispatch(request, *args, **kwargs)
