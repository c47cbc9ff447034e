"""Whether a form was sent from one of our own pages, told without a cookie.

Browsers say where a request comes from: `Sec-Fetch-Site` (https://www.w3.org/TR/fetch-metadata/),
and before that `Origin` (RFC 6454 §7). Pages can forge neither.
"""

from __future__ import annotations

from enum import Enum
from urllib.parse import SplitResult, urlsplit

from django.http import HttpRequest


class Sender(Enum):
    OURS = "our own page"
    UNKNOWN = "a client that does not say"
    FOREIGN = "another site's page"


def sender_of(request: HttpRequest) -> Sender:
    """Return whose page sent this POST. An old browser or a script is UNKNOWN, not FOREIGN."""
    site = request.headers.get("Sec-Fetch-Site", "")
    if site:
        # "none" is a request that no page made: the address bar, or a reload.
        return Sender.OURS if site in {"same-origin", "none"} else Sender.FOREIGN
    origin = request.headers.get("Origin", "")
    if origin in {"", "null"}:  # "null": a privacy setting, or a page without an address
        return Sender.UNKNOWN
    return Sender.OURS if address_of(origin).netloc == request.get_host() else Sender.FOREIGN


def is_trusted(request: HttpRequest, has_key: bool) -> bool:
    """Tell whether to act on this POST at once, or to ask the visitor to press the button again.

    A client that does not say where it comes from is believed when it holds a key of ours.
    """
    sender = sender_of(request)
    return sender is Sender.OURS or (sender is Sender.UNKNOWN and has_key)


def address_of(header: str) -> SplitResult:
    """Return the parts of the address in a header; all are empty where it is none."""
    try:
        return urlsplit(header)
    except ValueError:  # such as a bracket that is never closed
        return SplitResult("", "", "", "", "")
