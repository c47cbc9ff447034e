"""Editing a mapping, seeing what it would send, and having the CRM asked whether it takes that."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views import generic

from leads.delivery.health import has_worker
from leads.models import CheckRun, FieldMapping, MappingVersion
from leads.models.mapping import Row
from leads.workbench.catalogue import catalogue, labels, vanished
from leads.workbench.forms import PANELS
from leads.workbench.preview import preview

CHANGE, SEE_PEOPLE = "leads.change_fieldmapping", "leads.view_enquiry"


class MappingCreate(generic.CreateView):
    """A new mapping, which is sent by at once."""

    def save_instance(self) -> FieldMapping:
        mapping: FieldMapping = super().save_instance()
        MappingVersion.objects.freeze(mapping.destination, mapping.content())
        return mapping


class MappingEdit(generic.EditView):
    """A mapping with what it would send of the last enquiries, and what the CRM says to it."""

    template_name = "leads/workbench/edit.html"

    def save_instance(self) -> FieldMapping:
        mapping: FieldMapping = super().save_instance()
        MappingVersion.objects.freeze(mapping.destination, mapping.content())
        return mapping

    def get_success_url(self) -> str:
        return str(self.get_edit_url())  # where the new preview is

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mapping: FieldMapping = self.object
        rows = mapping.content()
        context: dict[str, Any] = super().get_context_data(
            **kwargs,
            version=MappingVersion.objects.current(mapping.destination),
            vanished=vanished(rows, labels(catalogue())),
            run=CheckRun.objects.last(mapping.destination),
            has_worker=has_worker(),
            **preview_context(self.request, rows),
        )
        return context


class MappingDelete(generic.DeleteView):
    """The end of a mapping: nothing is sent into the CRM's own fields any more."""

    def delete_action(self) -> None:
        MappingVersion.objects.freeze(self.object.destination, [])
        super().delete_action()


class ForOperators(View):
    """Answers 403 to whoever may not change mappings."""

    http_method_names = ["post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(CHANGE):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class MappingPreview(ForOperators):
    """What the mapping as it stands in the form would send. Nothing is stored."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        mapping = get_object_or_404(FieldMapping, pk=pk)
        form_class = PANELS.bind_to_model(FieldMapping).get_form_class()
        form = form_class(request.POST, instance=mapping, for_user=request.user)
        form.is_valid()
        context = preview_context(request, _typed(form.formsets["rows"]))
        return render(request, "leads/workbench/preview.html", context)


class AskCheck(ForOperators):
    """Have the worker ask the CRM: a page never calls one itself."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        mapping = get_object_or_404(FieldMapping, pk=pk)
        CheckRun.objects.ask(mapping.destination, timezone.now())
        messages.success(request, "The worker asks the CRM. Load this page again in a moment.")
        return redirect("fieldmapping:edit", pk)


def preview_context(request: HttpRequest, rows: list[Row]) -> dict[str, Any]:
    """Return the preview for whoever may see enquiries; for others only that they may not."""
    if not request.user.has_perm(SEE_PEOPLE):
        return {"may_see": False}
    return {"may_see": True, "preview": preview(rows, labels(catalogue()))}


def _typed(formset: Any) -> list[Row]:
    """Return the rows that are whole as they stand in the form, in their order."""
    whole = [
        form.cleaned_data
        for form in formset.forms
        if form.is_valid() and form.cleaned_data.get("source") and not form.cleaned_data["DELETE"]
    ]
    whole.sort(key=lambda each: each.get("ORDER") or 0)
    keys = ("source", "field", "type", "policy", "translations")
    return [{key: each[key] for key in keys} for each in whole]
