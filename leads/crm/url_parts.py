"""The parts of a destination's URL, each decoded and checked by itself.

`bad(part, what)` makes the error to raise: it knows the entry, and no text here repeats a value
that could be a credential.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable
from urllib.parse import SplitResult, parse_qsl, unquote

from leads.crm.turns import NO_LIMIT, Rate

Bad = Callable[[str, str], ValueError]

_KIND = re.compile(r"[a-z][a-z0-9-]{0,39}")
_OPTION = re.compile(r"[a-z][a-z0-9_-]{0,39}")
_RATE = re.compile(r"([0-9]{1,7})/([0-9]{1,5})")
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?")


def scheme_of(scheme: str, bad: Bad) -> tuple[str, bool]:
    """Return the kind of destination, and whether https is spoken to it."""
    kind, plus, transport = scheme.partition("+")
    if not _KIND.fullmatch(kind):
        raise bad("scheme", "an entry begins with a kind of destination, such as hubspot://")
    if plus and transport != "http":
        raise bad("scheme", "only +http may follow the kind; without it https is spoken")
    return kind, not plus


def credential_of(parts: SplitResult, bad: Bad) -> tuple[str, str]:
    """Return the token and the password; either is "" where only the other is given."""
    userinfo, at, _ = parts.netloc.rpartition("@")
    if not at or not userinfo.strip(":"):
        raise bad("credential", "missing; write kind://TOKEN@host (a / in it as %2F)")
    if "@" in userinfo:
        raise bad("credential", "an @ in it must be written %40")
    token, _, password = userinfo.partition(":")
    return _decode(token, "credential", bad), _decode(password, "password", bad)


def _decode(text: str, part: str, bad: Bad) -> str:
    try:
        decoded = unquote(text, errors="strict")
    except UnicodeDecodeError:  # its text quotes the bytes
        raise bad(part, "does not decode to UTF-8 text") from None
    if not decoded.isprintable() or decoded != decoded.strip():
        raise bad(part, "holds a control character or begins or ends with a space")
    return decoded


def host_of(host: str, bad: Bad) -> str:
    """Return the host's name or address."""
    if not host:
        raise bad("host", "missing")
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        if not _HOST.fullmatch(host) or ".." in host:
            raise bad("host", "is neither a host name nor an IP address") from None
    return host


def is_loopback(host: str) -> bool:
    """Tell whether the host is this machine."""
    if host in {"localhost", "::1"}:
        return True
    try:
        return ipaddress.ip_address(host) in ipaddress.ip_network("127.0.0.0/8")
    except ValueError:
        return False


def rate_of(text: str, bad: Bad) -> Rate:
    """Return the limit that `calls=100/10` states: calls in seconds. 0 means no limit."""
    if text == "0":
        return NO_LIMIT
    found = _RATE.fullmatch(text)
    if not found or not int(found[1]) or not int(found[2]):
        raise bad("query", "'calls' must be calls/seconds, such as 100/10, or 0 for no limit")
    return Rate(int(found[1]), float(found[2]))


def options_of(query: str, bad: Bad) -> dict[str, str]:
    """Return the query's keys and values, each key once."""
    options: dict[str, str] = {}
    for pair in filter(None, query.split("&")):
        try:
            [(key, value)] = parse_qsl(
                pair, keep_blank_values=True, strict_parsing=True, errors="strict"
            )
        except ValueError:
            raise bad("query", "must be key=value pairs, parted by &") from None
        if not _OPTION.fullmatch(key):
            raise bad("query", "a key must be lower-case letters, digits, _ and -")
        if key in options:
            raise bad("query", f"{key!r} is given twice")
        if not value.strip() or not value.isprintable():
            raise bad("query", f"{key!r} has no readable value")
        options[key] = value
    return options
