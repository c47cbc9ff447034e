"""Telephone numbers, by Google's rules for them (the `phonenumbers` library)."""

from __future__ import annotations

import phonenumbers

DEFAULT_REGION = "GB"
LONGEST_EXTENSION = 9  # digits
_PART = ";ext="  # how RFC 3966 adds an extension to a number


class BadNumber(ValueError):
    """A text that is no telephone number. The message is for the person who typed it."""


def to_e164(text: str) -> str:
    """Return `text` as E.164, such as "+443300434532"; numbers without a country code are British.

    An extension is left out. Raises BadNumber when it cannot be dialled.
    """
    return dialled(text).partition(_PART)[0]


def dialled(text: str) -> str:
    """Return `text` as E.164 and its extension, such as "+442079460018;ext=12" (RFC 3966).

    With "tel:" before it, it is a link. Raises BadNumber when it cannot be dialled.
    """
    number = _parsed(text)
    if len(number.extension or "") > LONGEST_EXTENSION:
        raise BadNumber("Check the telephone number: its extension is too long.")
    e164 = str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
    return f"{e164}{_PART}{number.extension}" if number.extension else e164


def in_words(number: str) -> str:
    """Return what `dialled` returns as people and CRMs read it: "+442079460018 ext. 12"."""
    e164, _, extension = number.partition(_PART)
    return f"{e164} ext. {extension}" if extension else e164


def _parsed(text: str) -> phonenumbers.PhoneNumber:
    try:
        number = phonenumbers.parse(text, DEFAULT_REGION)
    except phonenumbers.NumberParseException as error:
        raise BadNumber("Enter a telephone number, such as 020 7946 0018.") from error
    # "Possible" (the right length), not "valid": numbering plans change faster than libraries.
    if not phonenumbers.is_possible_number(number):
        raise BadNumber("Check the telephone number: it has too few or too many digits.")
    return number


def to_national(e164: str) -> str:
    """Return a number given as E.164 the way it is written in its own country."""
    number = phonenumbers.parse(e164, DEFAULT_REGION)
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL))
