"""The form that every enquiry comes through."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms

from core.models import SiteSettings
from core.phone import BadNumber, dialled
from core.texts import fill
from leads.capture.cleaning import one_line
from leads.capture.fields import (
    ADDRESS_LENGTH,
    AddressField,
    MessageField,
    OneLineField,
    WishField,
)
from leads.capture.slots import Slot
from leads.models import CallbackWish, ContactSettings

NAME_LENGTH = 120
MESSAGE_LENGTH = 4000

# Asked whether another address was meant: the button that takes it, and what stood there.
INSTEAD, MEANT = "email_instead", "email_meant"

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


class ContactForm(forms.Form):
    """Name, ways to reach the person, what it is about, and consent boxes that start unticked.

    `boxes` are those that were shown; each becomes a field of its own. `slots` are the times at
    which the visitor may ask to be rung.
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
    callback = WishField(
        CallbackWish.NONE,
        CallbackWish.SOON,
        label="Would you like us to ring you?",
        required=False,
    )
    message = MessageField(
        label="What is it about?",
        required=False,
        max_length=MESSAGE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    prefix_of_ids = "field"

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        boxes: Iterable[Box] = (),
        slots: Sequence[Slot] = (),
        initial: dict[str, Any] | None = None,
    ) -> None:
        if data and data.get(INSTEAD):
            data = {**dict(data.items()), "email": data[INSTEAD]}
        auto_id = f"{self.prefix_of_ids}-%s"
        super().__init__(data, initial=initial, label_suffix="", auto_id=auto_id)
        self.wish.offer(slots)
        self.boxes = {_field_name(box): box for box in boxes}
        for name, box in self.boxes.items():
            self.fields[name] = forms.BooleanField(required=False, label=box["wording"])

    @property
    def means_its_address(self) -> bool:
        """Whether the visitor was asked about this very address, and sent it again."""
        return bool(one_line(self.data.get(MEANT, "")) == self.cleaned_data["email"])

    @property
    def wish(self) -> WishField:
        """The field that says when to ring."""
        field: WishField = self.fields["callback"]  # type: ignore[assignment]
        return field

    @property
    def form_id(self) -> str:
        """The id of the form's element, for buttons outside of it."""
        return f"{self.prefix_of_ids}-form"

    @property
    def consents(self) -> list[forms.BoundField]:
        """The consent boxes, for a template."""
        return [self[name] for name in self.boxes]

    def answered_boxes(self) -> list[tuple[Box, bool]]:
        """Return each box that was shown, and whether it was ticked. Only after validation."""
        return [(box, self.cleaned_data[name]) for name, box in self.boxes.items()]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        cleaned["slot"] = self.wish.chosen(cleaned.get("callback", ""))
        if self.has_error("callback", "gone"):
            nearest = self.wish.nearest(self.data["callback"])
            self.data = {**dict(self.data.items()), "callback": nearest}
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
    callback = WishField(
        CallbackWish.SOON,
        label="When suits you?",
        error_messages={"required": "Choose when we should ring."},
    )

    field_order = ("name", "phone", "callback", "email")

    prefix_of_ids = "call"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"].required = True
        self.fields["phone"].error_messages["required"] = "Enter the number that we should ring."
        self.fields["email"].help_text = "We write there if we cannot reach you."


FORMS: dict[str, type[ContactForm]] = {"message": ContactForm, "callback": CallbackForm}
"""The forms by what they send as `which`. One that does not say is a `ContactForm`."""
