"""What a server answered: its status, its data, and how long it asks us to wait."""

from __future__ import annotations

import email.utils
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from requests.structures import CaseInsensitiveDict

from leads.crm.base import Rejected

# A 5xx says whose fault it is, not whether the work was done:
# - 500 broke somewhere along the way, 502 and 504 (and Cloudflare's 520, 522, 524) passed the
#   request on and got no answer in time: a write may have been applied.
# - 503 is the server's word that it did not handle the request (RFC 9110 §15.6.4), 501 and 505
#   that it cannot; Cloudflare's 521, 523, 525 and 526 never reached the server behind it.
NOT_APPLIED = frozenset({501, 503, 505, 521, 523, 525, 526})
SLOW_DOWN = frozenset({423, 429, 477})
NOT_STARTED = frozenset({408, 425})  # the server did not get, or refused to begin with, the request
LONGEST_PAUSE = 24 * 60 * 60.0


@dataclass(frozen=True, kw_only=True)
class Reply:
    """A reply: `data` is its parsed JSON, or None where there was none or it cannot be read."""

    status: int
    data: Any = field(repr=False, default=None)
    headers: Mapping[str, str] = field(repr=False, default_factory=CaseInsensitiveDict)
    # Of all values in the request's JSON: what a refusal may be about.
    sent: frozenset[str] = frozenset()


def names(data: object) -> frozenset[str]:
    """Return the names of the values that JSON holds, however deep."""
    if isinstance(data, Mapping):
        return frozenset(map(str, data)).union(*map(names, data.values()))
    return frozenset().union(*map(names, data)) if isinstance(data, list) else frozenset()


class Conflict(Rejected):
    """409: the record exists already. For adapters to resolve; unresolved it is a `Rejected`."""

    def __init__(self, detail: str, *, reply: Reply, fields: tuple[str, ...] = ()) -> None:
        super().__init__(detail, http_status=reply.status, fields=fields)
        self.reply = reply


def retry_after(headers: Mapping[str, str], now: datetime | None = None) -> float | None:
    """Return how many seconds a `Retry-After` header asks to wait: 1 s to 24 h.

    None without one, and for rubbish, a negative number or a date in the past.
    """
    text = headers.get("Retry-After", "").strip()
    if re.fullmatch(r"[0-9]{1,10}", text):
        return min(max(float(text), 1.0), LONGEST_PAUSE)
    try:
        until = email.utils.parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    seconds = (until - (now or datetime.now(UTC))).total_seconds()
    return min(max(seconds, 1.0), LONGEST_PAUSE) if seconds > 0 else None
