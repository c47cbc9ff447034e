"""The form that every enquiry comes through."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import normalize_newlines

from core.models import SiteSettings
from core.phone import BadNumber, dialled
from core.texts import fill
from leads.capture.cleaning import lines, one_line
from leads.models import CallbackWish, ContactSettings
from leads.models.person import normalised

NAME_LENGTH = 120
ADDRESS_LENGTH = 254
MESSAGE_LENGTH = 4000

Box = dict[str, str]  # purpose, channel and the exact wording shown


def boxes_of(contact: ContactSettings, settings: SiteSettings) -> list[Box]:
    """Return the consent boxes to show now, in the words a visitor will see."""
    return [
        {
            "purpose": block.value["purpose"],
            "channel": block.value["channel"],
            "wording": fill(block.value["wording"], settings),
        }
        for block in contact.consents
    ]


def _field_name(box: Box) -> str:
    """Name a box by its words: a tick must never move to a wording that was not shown with it."""
    words = "\n".join((box["purpose"], box["channel"], box["wording"]))
    return f"consent-{hashlib.sha256(words.encode()).hexdigest()[:12]}"


class OneLineField(forms.CharField):
    """A line of text: breaks and runs of space become one space, what shows nothing goes."""

    def to_python(self, value: Any) -> str:
        return one_line(super().to_python(value) or "")


class AddressField(forms.EmailField):
    """An e-mail address that can be written to, and that a CRM takes.

    The mailbox must be plain letters: CRMs refuse others for good, and few mail servers carry them.
    Better to ask for another address while its owner is here. The domain may be in any script.
    """

    def to_python(self, value: Any) -> str:
        return one_line(super().to_python(value) or "")

    def run_validators(self, value: str) -> None:
        if not value.rpartition("@")[0].isascii():
            raise forms.ValidationError(self.error_messages["mailbox"], code="mailbox")
        super().run_validators(value)
        key = normalised(value) if value else ""
        if not key.isascii() or len(key) > ADDRESS_LENGTH:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")


class MessageField(forms.CharField):
    """Lines of text. A line break counts once against the length, as it does in a browser."""

    def to_python(self, value: Any) -> str:
        return lines(str(normalize_newlines(super().to_python(value) or "")))


class ContactForm(forms.Form):
    """Name, ways to reach the person, what it is about, and consent boxes that start unticked.

    `boxes` are those that were shown; each becomes a field of its own.
    """

    name = OneLineField(
        max_length=NAME_LENGTH,
        error_messages={"required": "Tell us your name, so that we know whom to ask for."},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = AddressField(
        label="Work e-mail",
        max_length=ADDRESS_LENGTH,
        error_messages={
            "required": "Enter your e-mail address, so that we can reply.",
            "invalid": "Check the e-mail address: it should look like name@example.com.",
            "mailbox": "We can write only to addresses with plain letters (a to z) before the @. "
            "Please give another one.",
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
    company = OneLineField(
        required=False,
        max_length=NAME_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    phone = OneLineField(
        label="Telephone",
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    callback = forms.ChoiceField(
        label="Would you like us to ring you?",
        required=False,
        choices=CallbackWish.choices,
        widget=forms.RadioSelect,
    )
    message = MessageField(
        label="What is it about?",
        required=False,
        max_length=MESSAGE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, *args: Any, boxes: Iterable[Box] = (), **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        kwargs.setdefault("auto_id", "field-%s")
        super().__init__(*args, **kwargs)
        self.boxes = {_field_name(box): box for box in boxes}
        for name, box in self.boxes.items():
            self.fields[name] = forms.BooleanField(required=False, label=box["wording"])

    @property
    def consents(self) -> list[forms.BoundField]:
        """The consent boxes, for a template."""
        return [self[name] for name in self.boxes]

    def answered_boxes(self) -> list[tuple[Box, bool]]:
        """Return each box that was shown, and whether it was ticked. Only after validation."""
        return [(box, self.cleaned_data[name]) for name, box in self.boxes.items()]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        typed = cleaned.get("phone", "")
        cleaned["phone_e164"] = ""
        if typed:
            try:
                cleaned["phone_e164"] = dialled(typed)
            except BadNumber as error:
                self.add_error("phone", str(error))
        elif cleaned.get("callback") and "phone" not in self.errors:
            self.add_error("phone", "Enter the number that we should ring.")
        return cleaned


class CallbackForm(ContactForm):
    """Ring me back: a name and a number, and where to write if nobody answers."""

    message = None  # type: ignore[assignment]  # a form's way to leave an inherited field out
    company = None  # type: ignore[assignment]
    callback = forms.ChoiceField(
        label="When suits you?",
        choices=[choice for choice in CallbackWish.choices if choice[0]],
        initial=CallbackWish.SOON,
        widget=forms.RadioSelect,
    )

    field_order = ("name", "phone", "callback", "email")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="call-%s", **kwargs)
        self.fields["phone"].required = True
        self.fields["phone"].error_messages["required"] = "Enter the number that we should ring."
        self.fields["email"].help_text = "We write there if we cannot reach you."
