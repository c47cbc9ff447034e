"""Somebody rings: the number they read out tells what they are reading, and the call is an enquiry.

Beside its telephone number each article prints the id of its page, the same for every reader.
"""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from core.models import SiteSettings
from core.phone import BadNumber, dialled
from leads.capture.cleaning import one_line
from leads.capture.fields import ADDRESS_LENGTH, AddressField, MessageField, OneLineField
from leads.capture.forms import MESSAGE_LENGTH, NAME_LENGTH
from leads.capture.record import Contact, Submission, record_enquiry
from leads.desk.access import WORK, ForSales
from leads.models import Enquiry, Happening, Kind, QuizPage
from leads.sales import acts

SOURCE = "phone"


class PhoneForm(forms.Form):
    """What the caller says: a name, and a number or an address."""

    name = OneLineField(
        label="Name",
        max_length=NAME_LENGTH,
        error_messages={"required": "Ask for a name, so that whoever rings back can."},
    )
    phone = OneLineField(
        label="Telephone",
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel"}),
    )
    email = AddressField(
        label="E-mail",
        required=False,
        max_length=ADDRESS_LENGTH,
        help_text="The CRM knows people by their address. Without one, the call is kept here only.",
        error_messages={
            "invalid": "Check the e-mail address: it should look like name@example.com.",
            "mailbox": "Mail can go only to addresses with plain letters (a to z) before the @.",
        },
        widget=forms.EmailInput(attrs={"spellcheck": "false"}),
    )
    message = MessageField(
        label="What it is about",
        required=False,
        max_length=MESSAGE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"key": uuid.uuid4()}, auto_id="phone-%s", label_suffix="")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        cleaned["e164"] = ""
        if cleaned.get("phone"):
            try:
                cleaned["e164"] = dialled(cleaned["phone"])
            except BadNumber as error:
                self.add_error("phone", str(error))
        elif not cleaned.get("email") and "email" not in self.errors:
            self.add_error("phone", "Ask for a number or an e-mail address.")
        return cleaned

    def contact(self) -> Contact:
        """Return what the caller said. Only after validation."""
        cleaned = self.cleaned_data
        return Contact(
            name=cleaned["name"],
            email=cleaned["email"],
            phone=cleaned["e164"],
            phone_typed=cleaned["phone"],
            message=cleaned["message"],
        )


class PhoneDesk(ForSales, WagtailAdminTemplateMixin, TemplateView):
    """Looks up what the caller is reading, and takes the call down."""

    permission = WORK
    template_name = "leads/desk/phone.html"
    header_icon = "mobile-alt"
    page_title = "Log a call"

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("enquiry:index"), "label": "Enquiries"},
            {"url": "", "label": "Log a call"},
        ]

    @cached_property
    def code(self) -> str:
        """The number that was read out, as it was typed."""
        return one_line(self.request.GET.get("code", ""))[:40]

    @cached_property
    def article(self) -> Page | None:
        """The page that has this number; None for a number that no page has."""
        digits = "".join(each for each in self.code if each.isdecimal() and each.isascii())
        if not digits or len(digits) > 9:
            return None
        found: Page | None = Page.objects.live().filter(pk=int(digits), depth__gt=2).first()
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        firm = SiteSettings.for_request(self.request)
        shown = {"form": PhoneForm(), "code": self.code, "article": self.article}
        quiz = self.article.specific if self.article else firm.quiz
        shown["quiz"] = quiz if isinstance(quiz, QuizPage) else firm.quiz
        return super().get_context_data(**{**shown, **kwargs})

    def post(self, request: HttpRequest) -> HttpResponse:
        form = PhoneForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        enquiry = self.take_down(form)
        messages.success(request, f"The call is kept as {enquiry.reference}. It is yours.")
        return redirect("enquiry:inspect", enquiry.pk)

    def take_down(self, form: PhoneForm) -> Enquiry:
        """Store the call as an enquiry that has had its first human contact."""
        key = form.cleaned_data["key"]
        submission = Submission(
            form_key=f"phone:{key}",
            kind=Kind.PHONE,
            contact=form.contact(),
            attribution=self.attribution,
        )
        enquiry = record_enquiry(submission)
        acts.log_call(enquiry, self.request.user, kind=Happening.RANG, key=key)
        return enquiry

    @property
    def attribution(self) -> dict[str, Any]:
        """What led to the call. A number that no page has is kept as it was said."""
        told: dict[str, Any] = {"source": SOURCE, "medium": SOURCE}
        if self.article is None:
            return told | ({"code": self.code} if self.code else {})
        return told | {
            "article": self.article.title,
            "article_id": self.article.pk,
            "article_url": self.article.get_full_url(self.request) or "",
        }
