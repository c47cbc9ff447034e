"""A page in the admin that shows the mails in VAR_DIR/mail, for those who work on Leadline.

Only where MAIL_PAGE is set (`make run`), and only for those who may do everything: it shows mails
to anybody, links to new passwords among them.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import path, reverse_lazy
from django.views.generic import TemplateView, View
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from leads.followup import files, transport

SHOWN = 100


def may_look(request: HttpRequest) -> bool:
    """Tell whether this person may see the folder here."""
    return bool(settings.MAIL_PAGE and request.user.is_superuser)


class ForDevelopers(View):
    """Answers 404 to everybody else, as if there were no such page."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_look(request):
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class MailList(ForDevelopers, WagtailAdminTemplateMixin, TemplateView):
    """The latest mails."""

    template_name = "leads/mail/list.html"
    page_title = "Mail"
    header_icon = "mail"

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(
            **kwargs,
            mails=list(files.kept(SHOWN)),
            is_sent=transport.leaves(),
        )
        return context


class OneMail(ForDevelopers, WagtailAdminTemplateMixin, TemplateView):
    """One mail: its headers, as HTML in a frame that can do nothing, and as text."""

    template_name = "leads/mail/one.html"
    header_icon = "mail"
    page_title = "Mail"

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        back = {"url": reverse_lazy("mails"), "label": "Mail"}
        return [*self.breadcrumbs_items, back, {"url": "", "label": "One mail"}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mail = _found(kwargs["name"])
        shown = ("Subject", "From", "To", "Reply-To", "Message-ID", "Date")
        headers = [(name, mail.message[name]) for name in shown if mail.message[name]]
        context: dict[str, Any] = super().get_context_data(**kwargs, mail=mail, headers=headers)
        return context


class MailBody(ForDevelopers):
    """The HTML alone, for the frame."""

    def get(self, request: HttpRequest, name: str) -> HttpResponse:  # noqa: ARG002 - Django's
        # What is pressed in the frame opens beside it.
        html = _found(name).html.replace("<head>", '<head><base target="_blank">', 1)
        answer = HttpResponse(html)
        answer.headers["Content-Security-Policy"] = (
            "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
        )
        answer.headers["X-Frame-Options"] = "SAMEORIGIN"
        answer.headers["Cache-Control"] = "no-store"
        return answer


class MailsItem(MenuItem):
    """Its entry among the reports."""

    def __init__(self) -> None:
        super().__init__("Mail sent here", reverse_lazy("mails"), icon_name="mail", order=950)

    def is_shown(self, request: HttpRequest) -> bool:
        return may_look(request)


def _found(name: str) -> files.Kept:
    mail = files.read(name)
    if mail is None:
        raise Http404
    return mail


urlpatterns = [
    path("reports/mail/", MailList.as_view(), name="mails"),
    path("reports/mail/<str:name>/", OneMail.as_view(), name="mail"),
    path("reports/mail/<str:name>/body/", MailBody.as_view(), name="mail_body"),
]
