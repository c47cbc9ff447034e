"""What is asked behind an alert’s links: who it is, where that is not known, and how it went."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib.auth.models import User

from leads.followup.acting import OUTCOMES
from leads.followup.links import CALLED
from leads.models import Enquiry
from leads.sales.people import ColleagueField, colleagues


class ActForm(forms.Form):
    """Who acts is known where the mail went to one person; else it is asked."""

    key = forms.UUIDField(required=False, initial=uuid.uuid4, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, what: str, user: User | None, enquiry: Enquiry, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        if user is None:
            owner = getattr(getattr(enquiry, "handling", None), "owner", None)
            self.fields["person"] = ColleagueField(
                colleagues(),
                label="Who are you?",
                empty_label="Choose your name",
                initial=owner,
                error_messages={"required": "Choose your name."},
            )
        if what == CALLED:
            self.fields["outcome"] = forms.ChoiceField(
                label="How did it go?",
                choices=OUTCOMES,
                widget=forms.RadioSelect,
                error_messages={"required": "Choose how it went."},
            )
            self.fields["note"] = forms.CharField(
                label="Note",
                required=False,
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 3}),
                help_text="Only colleagues see it.",
            )

    @property
    def who(self) -> User:
        """Who acts, of a form that is valid."""
        who: User = self.user or self.cleaned_data["person"]
        return who
