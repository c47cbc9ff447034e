"""How often something like this came lately: counted, never stored, and by what cannot be read.

Connections, addresses and texts are counted under a keyed hash of them. The counts are in this
process, or in Redis for all of them where `REDIS_URL` is set.
"""

from __future__ import annotations

import logging
import time
from functools import cache
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.crypto import salted_hmac
from limits import RateLimitItem, parse
from limits.errors import ConfigurationError, StorageError
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter

from leads.capture.spam.reasons import Reason
from leads.capture.spam.windows import Windows

log = logging.getLogger(__name__)

AWAY = 30.0  # seconds for which a Redis that did not answer is not asked again
_PATIENCE = 0.25  # seconds
_DIN = parse("120 per minute")  # a whole office behind one address reads less
_SHORT = 40  # characters; two people may well send the same few words


class Rule(NamedTuple):
    """What is counted, how many are usual, and what more than that says."""

    what: str
    usual: RateLimitItem
    reason: Reason


_ONCE = parse("1 per hour")
_RULES = (
    Rule(
        "client",
        parse("5 per 10 minutes"),
        Reason("busy", 1, "More than five enquiries from there within ten minutes"),
    ),
    Rule(
        "client",
        parse("20 per hour"),
        Reason("busier", 1, "More than twenty enquiries from there within an hour"),
    ),
    Rule(
        "address",
        parse("3 per hour"),
        Reason("repeated", 2, "More than three enquiries with this e-mail address in an hour"),
    ),
    Rule("words", parse("1 per day"), Reason("same-words", 2, "The same words came before today")),
)


class Counters:
    """Moving windows, in Redis or here. A Redis that is away is no reason to refuse anybody."""

    def __init__(self, url: str) -> None:
        self._local = Windows()
        self._shared = _shared(url) if url else None
        self._away_until = 0.0

    def hit(self, usual: RateLimitItem, *what: str) -> bool:
        """Count one; False if that is more than usual."""
        if self._shared is not None and time.monotonic() >= self._away_until:
            try:
                return self._shared.hit(usual, *what)
            except StorageError as error:
                self._away_until = time.monotonic() + AWAY
                log.warning("REDIS_URL does not answer, counting here: %s", type(error).__name__)
        return self._local.hit(usual, *what)


@cache
def counters() -> Counters:
    """Return those of this process. Raises ImproperlyConfigured, naming REDIS_URL."""
    return Counters(settings.REDIS_URL)


def is_first(submission: str) -> bool:
    """Tell whether this very form, with this content, comes for the first time lately."""
    return counters().hit(_ONCE, "submission", _hidden(submission))


def is_flood(client: str) -> bool:
    """Count one from this client; True if there are so many that nobody could read them."""
    most = settings.ENQUIRIES_A_MINUTE
    return bool(most) and not counters().hit(parse(f"{most} per minute"), "flood", _hidden(client))


def is_din(client: str) -> bool:
    """Count one beacon from this client; True if there are more than people make."""
    return not counters().hit(_DIN, "beacon", _hidden(client))


def speaks_against(client: str, address: str, words: str) -> list[Reason]:
    """Count one enquiry; return what the counts say against it."""
    text = " ".join(words.lower().split())
    counted = {"client": client, "address": address, "words": text if len(text) >= _SHORT else ""}
    return [
        rule.reason
        for rule in _RULES
        if counted[rule.what]
        and not counters().hit(rule.usual, rule.what, _hidden(counted[rule.what]))
    ]


def _hidden(text: str) -> str:
    return salted_hmac("leads.rates", text, algorithm="sha256").hexdigest()[:32]


def _shared(url: str) -> MovingWindowRateLimiter:
    patience = {"socket_timeout": _PATIENCE, "socket_connect_timeout": _PATIENCE}
    try:
        storage = storage_from_string(url, wrap_exceptions=True, **patience)
    except ConfigurationError:
        raise ImproperlyConfigured(
            "REDIS_URL must be like redis://HOST:6379/0, and needs the package redis"
        ) from None
    return MovingWindowRateLimiter(storage)
