"""What somebody of sales types about an enquiry."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from leads.models import Happening
from leads.sales.acts import Step
from leads.sales.people import ColleagueField, colleagues

NOTE_LENGTH = 4000
_FORMAT = "%Y-%m-%dT%H:%M"


class Keyed(forms.Form):
    """A form with a key of its own: sent twice, it is done once."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, data: Any = None, *, ids: str, initial: dict[str, Any] | None = None
    ) -> None:
        known = {"key": uuid.uuid4(), **(initial or {})}
        super().__init__(data, auto_id=f"{ids}-%s", label_suffix="", initial=known)


def _text(label: str, **kwargs: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, max_length=NOTE_LENGTH, widget=widget, **kwargs)


class StepFields(forms.Form):
    """What is to be done next, and when: both or neither."""

    step = forms.CharField(label="Next step", max_length=200, required=False)
    step_at = forms.DateTimeField(
        label="On",
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_FORMAT),
        error_messages={"invalid": "Enter a day and a time, such as 2026-12-01 10:30."},
    )

    def clean_step_at(self) -> datetime | None:
        at: datetime | None = self.cleaned_data["step_at"]
        if at is not None and at < timezone.now():
            raise forms.ValidationError("This is over. Choose a time to come.")
        return at

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("step") and not cleaned.get("step_at") and "step_at" not in self.errors:
            self.add_error("step_at", "Say when, so that it comes up in the inbox.")
        if cleaned.get("step_at") and not cleaned.get("step"):
            self.add_error("step", "Say what is to be done then.")
        return cleaned

    @property
    def planned(self) -> Step | None:
        """What was planned, None for nothing. Only after validation."""
        text, at = self.cleaned_data["step"], self.cleaned_data["step_at"]
        return Step(text=text, at=at) if text and at else None


class CallForm(StepFields, Keyed):
    """How a call, or a mail, went."""

    SPOKE, MISSED, WROTE = "spoke", "missed", "wrote"
    how = forms.ChoiceField(
        label="What happened",
        choices=[(SPOKE, "Spoke to them"), (MISSED, "Nobody answered"), (WROTE, "Wrote to them")],
        widget=forms.RadioSelect,
        error_messages={"required": "Say what happened."},
    )
    text = _text("What was said", required=False)
    field_order = ("how", "text", "step", "step_at", "key")

    @property
    def kind(self) -> Happening:
        """What the event is."""
        return Happening.MAILED if self.cleaned_data["how"] == self.WROTE else Happening.CALLED

    @property
    def reached(self) -> bool:
        """Whether somebody heard."""
        return bool(self.cleaned_data["how"] != self.MISSED)


class NoteForm(Keyed):
    text = _text("Note", error_messages={"required": "Write something."})


class StepForm(StepFields, Keyed):
    """The next step alone. Left empty, it is done."""


class OutcomeForm(Keyed):
    text = forms.CharField(label="Why (optional)", max_length=NOTE_LENGTH, required=False)


class AssignForm(forms.Form):
    """To whom an enquiry is given."""

    use_required_attribute = False  # in the inbox, other buttons send it too

    to = ColleagueField(
        queryset=None,
        label="Give it to",
        empty_label="Choose a colleague",
        error_messages={"required": "Choose a colleague.", "invalid_choice": "Choose a colleague."},
    )

    def __init__(self, data: Any = None, *, ids: str = "assign") -> None:
        super().__init__(data, auto_id=f"{ids}-%s", label_suffix="")
        self.fields["to"].queryset = colleagues()  # type: ignore[attr-defined]
