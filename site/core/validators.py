"""What a field refuses, in words that an editor can act on."""

from __future__ import annotations

from django.core.exceptions import ValidationError

from core.phone import BadNumber, to_e164


def validate_phone(value: str) -> None:
    """Raise ValidationError unless `value` can be dialled."""
    try:
        to_e164(value)
    except BadNumber as error:
        raise ValidationError(str(error)) from error
