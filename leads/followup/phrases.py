"""Words that several mails share. Pure."""

from __future__ import annotations

import re
from datetime import datetime
from email.utils import formataddr

from django.utils import timezone

from core.hours import DAYS, clock

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
_LINK = re.compile(r"(?:https?://|www\.)\S+|\b[\w.-]+\.[a-z]{2,}/\S*", re.IGNORECASE)
LEFT_OUT = "[a link, left out here]"


def by_when(moment: datetime, now: datetime) -> str:
    """Return a time to come by the firm's clock: "by 14:30 today", "by 9:30 on Monday 30 November".

    One that is over is only named: "at 14:30 today".
    """
    local, today = timezone.localtime(moment), timezone.localtime(now).date()
    word = "by" if moment > now else "at"
    ahead = (local.date() - today).days
    if ahead in {0, 1}:
        return f"{word} {clock(local)} {('today', 'tomorrow')[ahead]}"
    return f"{word} {clock(local)} on {DAYS[local.weekday()]} {local.day} {local:%B}"


def one_line(text: str, longest: int) -> str:
    """Return a text for a header: no line breaks or other control characters, and not too long."""
    flat = " ".join(_CONTROL.sub(" ", text).split())
    return flat if len(flat) <= longest else f"{flat[: longest - 1].rstrip()}…"


def without_links(text: str) -> str:
    """Return what a stranger wrote without addresses that could be pressed.

    An acknowledgement goes to whatever address was typed. Nobody is to have us mail their links.
    """
    return _LINK.sub(LEFT_OUT, text)


def address(name: str, email: str) -> str:
    """Return an address for a header, with the name before it."""
    return formataddr((one_line(name, 80), email))
