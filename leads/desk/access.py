"""Who may come to the desk, and to which enquiry."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.generic import View

from core.headers import shows_words_of_visitors
from leads.models import Enquiry
from leads.models.stages import MANAGE, WORK

__all__ = ["EXPORT", "MANAGE", "OPERATE", "RESEND", "VIEW", "WORK", "ForSales", "OfEnquiry"]

VIEW, EXPORT = "leads.view_enquiry", "leads.export_enquiry"
RESEND, OPERATE = "leads.change_delivery", "leads.operate_deliveries"


class ForSales(View):
    """Answers 403 to whoever lacks the permission. Wagtail would send them home without a word."""

    permission = VIEW

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        shows_words_of_visitors(request)
        if not request.user.has_perm(self.permission):
            return forbidden(request)
        return super().dispatch(request, *args, **kwargs)


class OfEnquiry(ForSales):
    """A view of one enquiry, `pk` in its address. Answers 403 for one that is a colleague's."""

    enquiry: Enquiry

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        shows_words_of_visitors(request)
        if not request.user.has_perm(VIEW):
            return forbidden(request)
        rows = Enquiry.objects.select_related(
            "person", "corrects", "screening", "handling__owner", "quiz_version"
        )
        self.enquiry = get_object_or_404(rows, pk=kwargs["pk"])
        if not Enquiry.objects.visible_to(request.user).filter(pk=self.enquiry.pk).exists():
            return self.refuse(request)
        return super().dispatch(request, *args, **kwargs)

    def refuse(self, request: HttpRequest) -> HttpResponseBase:
        """Answer to whom a colleague's enquiry is not for."""
        return forbidden(request, colleagues=True)


def forbidden(request: HttpRequest, colleagues: bool = False) -> HttpResponse:
    """Answer 403, and say why: for want of a group, or because it is a colleague's."""
    context = {"colleagues": colleagues}
    return render(request, "leads/desk/forbidden.html", context, status=403)
