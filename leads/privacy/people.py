"""Answering somebody who asks what is held of them, in the admin: find, hand out, erase."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse, reverse_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from leads.models import Erasure, Person
from leads.privacy import finding
from leads.privacy.exporting import FORMATS, export, name_of
from leads.privacy.forgetting import forget

MAY = "leads.answer_person"
EXPORTED, ERASED = "leads.person.export", "leads.person.erase"


class FindForm(forms.Form):
    """Who is asking. Posted, so that no address reaches a log or a browser's history."""

    email = forms.EmailField(label="E-mail address", help_text="Check first that it is theirs.")


class SureForm(forms.Form):
    """The last question before what cannot be undone."""

    sure = forms.BooleanField(
        label="I have checked that the person asks for it, and know that it cannot be undone."
    )


class ForThoseWhoAnswer(WagtailAdminTemplateMixin, TemplateView):
    """Pages for whoever may; nothing of them is kept by any cache."""

    page_title = "Data about a person"
    header_icon = "user"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(MAY):
            raise PermissionDenied
        answer = super().dispatch(request, *args, **kwargs)
        answer.headers["Cache-Control"] = "no-store, private"
        return answer

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        people = {"url": reverse("people"), "label": "Data about a person"}
        return [*self.breadcrumbs_items, people]


class Find(ForThoseWhoAnswer):
    """Asks for the address, and shows the last erasures."""

    template_name = "leads/privacy/find.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = Erasure.objects.select_related("asked_by")[:20]
        context: dict[str, Any] = super().get_context_data(**{"form": FindForm(), **kwargs})
        return {**context, "erasures": found}

    def post(self, request: HttpRequest) -> HttpResponse:
        form = FindForm(request.POST)
        if form.is_valid():
            person = finding.find(form.cleaned_data["email"])
            if person is not None:
                return redirect("person", person.pk)
            erased = Erasure.objects.covers(form.cleaned_data["email"])
            was = ": it was erased" if erased else ""
            form.add_error("email", f"Nothing is held under this address{was}.")
        return self.render_to_response(self.get_context_data(form=form))


class OfPerson(ForThoseWhoAnswer):
    """A page about one person, who is named by a number in its address."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person = get_object_or_404(Person, pk=self.kwargs["pk"])
        context: dict[str, Any] = super().get_context_data(person=person, **kwargs)
        return context


class Held(OfPerson):
    """What is held, in numbers, and what can be done about it."""

    template_name = "leads/privacy/person.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        held = finding.held_of(context["person"])
        counted = [(name, len(records)) for name, records in held.items()]
        also = finding.also(context["person"])
        return {**context, "counted": counted, "also": also, "formats": FORMATS}


class Export(ForThoseWhoAnswer):
    """Hands out the file, and notes that it did."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int, kind: str) -> HttpResponse:
        person = get_object_or_404(Person, pk=pk)
        log(instance=person, action=EXPORTED, user=request.user, data={"format": kind})
        answer = HttpResponse(export(person, kind), content_type=f"{FORMATS[kind]}; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="{name_of(person, kind)}"'
        return answer


class Erase(OfPerson):
    """Says what an erasure means, and erases when it is confirmed."""

    template_name = "leads/privacy/erase.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"form": SureForm(), **kwargs})

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = SureForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        person = get_object_or_404(Person, pk=pk)
        erasure = forget(person, asked_by=request.user)  # type: ignore[arg-type]
        log(instance=person, action=ERASED, user=request.user)
        messages.success(
            request, f"Erased here. The receipt for the person is {erasure.reference}."
        )
        return redirect("people")


class PeopleItem(MenuItem):
    """The entry in the menu of reports, for those who may."""

    def __init__(self) -> None:
        super().__init__("Data about a person", reverse_lazy("people"), icon_name="user", order=950)

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(MAY)


urlpatterns = [
    path("privacy/people/", Find.as_view(), name="people"),
    path("privacy/people/<int:pk>/", Held.as_view(), name="person"),
    path("privacy/people/<int:pk>/erase/", Erase.as_view(), name="erase_person"),
    *(
        path(f"privacy/people/<int:pk>/{kind}/", Export.as_view(), {"kind": kind}, f"export_{kind}")
        for kind in FORMATS
    ),
]
