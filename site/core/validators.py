"""What a field refuses, in words that an editor can act on."""

from __future__ import annotations

from django.core.exceptions import ValidationError

from core import colour
from core.phone import BadNumber, to_e164


def validate_phone(value: str) -> None:
    """Raise ValidationError unless `value` can be dialled."""
    try:
        to_e164(value)
    except BadNumber as error:
        raise ValidationError(str(error)) from error


def validate_accent(value: str) -> None:
    """Raise ValidationError unless `value` is a colour that can be read on paper and panels."""
    if not colour.HEX.fullmatch(value):
        raise ValidationError("Write the colour as # and six digits, such as #0b5a63.")
    ratio = colour.contrast(value, colour.TINT)  # darker than the paper
    if ratio < colour.ENOUGH:
        raise ValidationError(
            f"Links in this colour would be hard to read: its contrast with a panel is {ratio:.1f}"
            f" to 1 and has to be {colour.ENOUGH} to 1. {colour.darkened(value)} would do."
        )
