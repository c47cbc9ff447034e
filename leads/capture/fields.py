"""The fields of the form that every enquiry comes through: what each takes, and what it says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.text import normalize_newlines

from leads.capture.cleaning import lines, one_line
from leads.capture.slots import Slot, nearest
from leads.models import CallbackWish
from leads.models.person import normalised

ADDRESS_LENGTH = 254
# In words only where they are shown: a submit just looks for the one that it names.
_shown = lazy(Slot.words, str)


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
        text = one_line(super().to_python(value) or "")
        # Pasted out of a link or a list, or ended by a telephone's keyboard.
        return text.removeprefix("mailto:").strip("<> ").rstrip(".,; ")

    def run_validators(self, value: str) -> None:
        mailbox, _, domain = value.rpartition("@")
        if not mailbox.isascii():
            raise forms.ValidationError(self.error_messages["mailbox"], code="mailbox")
        super().run_validators(value)
        key = normalised(value) if value else ""
        on_the_net = "." in domain and not domain.endswith("]")  # no "localhost", no [192.0.2.1]
        if value and not (on_the_net and key.isascii() and len(key) <= ADDRESS_LENGTH):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")


class MessageField(forms.CharField):
    """Lines of text. A line break counts once against the length, as it does in a browser."""

    def to_python(self, value: Any) -> str:
        return lines(str(normalize_newlines(super().to_python(value) or "")))


class WishField(forms.ChoiceField):
    """When to ring: not at all, soon, or in one of the `slots` that are offered now."""

    slots: Sequence[Slot] = ()

    def __init__(self, *wishes: CallbackWish, **kwargs: Any) -> None:
        self.wishes = [(wish.value, str(wish.label)) for wish in wishes]
        super().__init__(choices=self.wishes, **kwargs)

    def offer(self, slots: Sequence[Slot]) -> None:
        """Have these to choose from, besides the wishes."""
        self.slots, today = slots, timezone.localdate()
        self.choices = [*self.wishes, *((slot.value, _shown(slot, today)) for slot in slots)]

    def validate(self, value: str) -> None:
        if value and not self.valid_value(value):
            raise forms.ValidationError(self._gone(value), code="gone")
        super().validate(value)

    def nearest(self, value: str) -> str:
        """Return the choice that comes closest to one that is offered no more."""
        close = nearest(self.slots, value)
        return close[0].value if close else self.wishes[-1][0]

    def chosen(self, value: str) -> Slot | None:
        """Return the slot with this value."""
        return next((slot for slot in self.slots if slot.value == value), None)

    def _gone(self, value: str) -> str:
        words = [slot.words(timezone.localdate()) for slot in nearest(self.slots, value)]
        if not words:
            return "We can no longer ring at the time you chose. Please choose again."
        return (
            "We can no longer ring at the time you chose. The nearest now: "
            f"{'; '.join(words)}. We have put in the first of them."
        )
