"""Telephone numbers, by Google's rules for them (the `phonenumbers` library)."""

from __future__ import annotations

import phonenumbers

DEFAULT_REGION = "GB"


class BadNumber(ValueError):
    """A text that is no telephone number. The message is for the person who typed it."""


def to_e164(text: str) -> str:
    """Return `text` as E.164, such as "+443300434532"; numbers without a country code are British.

    Raises BadNumber when it cannot be dialled.
    """
    try:
        number = phonenumbers.parse(text, DEFAULT_REGION)
    except phonenumbers.NumberParseException as error:
        raise BadNumber("Enter a telephone number, such as 020 7946 0018.") from error
    # "Possible" (the right length), not "valid": numbering plans change faster than libraries.
    if not phonenumbers.is_possible_number(number):
        raise BadNumber("Check the telephone number: it has too few or too many digits.")
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def to_national(e164: str) -> str:
    """Return a number given as E.164 the way it is written in its own country."""
    number = phonenumbers.parse(e164, DEFAULT_REGION)
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL))
