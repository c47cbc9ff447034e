"""The form of a mapping: a CRM, and rows that say what goes into which of its fields."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, ObjectList

from leads.delivery import registry
from leads.delivery.mapping import pairs
from leads.models import FieldType
from leads.workbench.catalogue import catalogue, labels


class MappedFieldForm(WagtailAdminModelForm):
    """One row. `groups` are the sources to choose from."""

    def __init__(self, *args: Any, groups: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.instance.source
        gone = [("No longer asked", [(chosen, chosen)])]
        lost = gone if chosen and chosen not in labels(groups) else []
        self.fields["source"].widget.choices = [("", "Choose"), *lost, *groups]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        lines = [each for each in cleaned.get("translations", "").splitlines() if each.strip()]
        if lines and cleaned.get("type") != FieldType.CHOICE:
            self.add_error("translations", "Only a choice has values. Empty this, or change type.")
        elif wrong := [each for each in lines if not pairs(each)]:
            self.add_error(
                "translations", f"Write “our words = the CRM's value”, not “{wrong[0]}”."
            )
        return cleaned


class RowsPanel(InlinePanel):
    """The rows, each in a form that knows what there is to choose from."""

    def get_form_options(self) -> dict[str, Any]:
        options: dict[str, Any] = super().get_form_options()
        options["formsets"][self.relation_name]["form"] = MappedFieldForm
        return options


class FieldMappingForm(WagtailAdminModelForm):
    """A mapping. Its CRM is chosen once."""

    class Media:
        css = {"all": ["leads/desk.css"]}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.formsets["rows"].form_kwargs = {"groups": catalogue()}
        field = self.fields["destination"]
        names = dict.fromkeys([*registry.crms(), self.instance.destination])
        field.widget = forms.Select(choices=[(name, name) for name in names if name])
        field.disabled = self.instance.pk is not None

    def clean_destination(self) -> str:
        name: str = self.cleaned_data["destination"]
        if not self.instance.pk and name not in registry.crms():
            raise ValidationError("No CRM of this name is set up in CRM_URL.")
        return name


PANELS = ObjectList(
    [
        FieldPanel("destination"),
        RowsPanel(
            "rows",
            heading="Fields",
            label="Field",
            help_text="What is not known of an enquiry is not sent, and so never overwrites a "
            "value in the CRM. Of several rows for one field, the first that is known is sent.",
            panels=[
                FieldRowPanel([FieldPanel("source", widget=forms.Select), FieldPanel("field")]),
                FieldRowPanel([FieldPanel("type"), FieldPanel("policy")]),
                FieldPanel("translations", widget=forms.Textarea(attrs={"rows": 3})),
            ],
        ),
    ],
    base_form_class=FieldMappingForm,
)
