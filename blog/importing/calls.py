"""Finds the closing invitation to ring: a phone number and a word that invites."""

from __future__ import annotations

import re

import phonenumbers

_REGION = "GB"
_INVITES = re.compile(
    r"\b(?:call|phone|ring|contact|speak|talk|dial|telephone|touch|reach|text us)\b", re.IGNORECASE
)
_LONGEST = 2000  # characters; no invitation is longer, and matching is not free


def phone_in(text: str) -> str:
    """The first valid phone number in the text as E.164, read as a UK one, or ""."""
    if len(text) > _LONGEST:
        return ""
    for match in phonenumbers.PhoneNumberMatcher(text, _REGION):
        return phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164)
    return ""


def invited_phone(text: str) -> str:
    """The phone number the text invites to ring, as E.164, or "" when it does not invite."""
    return phone_in(text) if len(text) <= _LONGEST and _INVITES.search(text) else ""
