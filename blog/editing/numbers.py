"""Telephone numbers in a page's texts, which stay when the firm's own is changed."""

from __future__ import annotations

from html import unescape

import phonenumbers
from django.utils.html import strip_tags

from blog.editing.texts import links, passages
from core.models import SitePage, SiteSettings
from core.phone import DEFAULT_REGION, BadNumber, to_e164


def other_numbers(page: SitePage, firm: SiteSettings) -> list[str]:
    """Return the telephone numbers in the words and links of a text that are not the firm's."""
    own = to_e164(firm.phone)
    return sorted({typed for typed, number in _numbers(page) if number != own})


def _numbers(page: SitePage) -> list[tuple[str, str]]:
    """Return each number as it is written, and as E.164."""
    found = []
    for text in passages(page):
        for match in phonenumbers.PhoneNumberMatcher(unescape(strip_tags(text)), DEFAULT_REGION):
            number = phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164)
            found.append((" ".join(match.raw_string.split()), number))
        for link in links(text):
            if link.href.startswith("tel:"):
                found.append((link.words, _dialled(link.href.removeprefix("tel:"))))
    return found


def _dialled(number: str) -> str:
    try:
        return to_e164(number)
    except BadNumber:
        return number  # certainly not the firm's
