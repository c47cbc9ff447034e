"""Where enquiries are delivered to, read from the environment: one URL a destination.

    CRM_URL="hubspot://TOKEN@api.hubapi.com?name=main hubspot+http://TOKEN@127.0.0.1:8421"

Parts are percent-encoded. No error text repeats a part that could be a credential: with a
forgotten "@" even the host could be one, so an error names the entry and the part, not its value.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from leads.crm.turns import Rate
from leads.crm.url_parts import (
    credential_of,
    host_of,
    is_loopback,
    options_of,
    rate_of,
    scheme_of,
)

VARIABLE = "CRM_URL"
FILE_VARIABLE = "CRM_URL_FILE"

_DEFAULT_PORTS = {True: 443, False: 80}
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_BROKEN_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")


class BadDestinationURL(ValueError):
    """A destination's URL that cannot be used. The text names entry and part, never a secret."""


@dataclass(frozen=True, kw_only=True)
class DestinationURL:
    """One destination as configured, every part decoded."""

    kind: str  # the adapter, such as "hubspot"
    secure: bool  # https, or plain http to this machine only
    # A token, or the user of a user and a password; "" where there is a password alone.
    token: str = field(repr=False)
    password: str = field(repr=False, default="")
    host: str
    port: int
    path: str = field(repr=False, default="")  # as written; a webhook's may be a secret
    name: str  # the destination's identity, however often its credential changes
    rate: Rate | None = None  # to keep to instead of the destination's usual one
    drill: bool | None = None  # whether it takes lead drills; None: unless it is for real
    options: Mapping[str, str] = field(repr=False, default_factory=dict)
    entry: str = ""  # how errors call it, such as "CRM_URL, 2nd entry"

    @property
    def base_url(self) -> str:
        """Where its API begins, without a slash at the end and without a credential."""
        return self.endpoint.rstrip("/")

    @property
    def endpoint(self) -> str:
        """The address as written, a slash at its end included, without a credential."""
        scheme = "https" if self.secure else "http"
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == _DEFAULT_PORTS[self.secure] else f":{self.port}"
        return f"{scheme}://{host}{port}{self.path}"

    def bad(self, part: str, what: str) -> BadDestinationURL:
        """Return the error that says `what` is wrong in `part` of this entry."""
        return BadDestinationURL(f"{self.entry or self.name}: {part}: {what}")

    def require_known_options(self, known: Iterable[str]) -> None:
        """Raise `BadDestinationURL` for the first query key that is not among `known`."""
        for key in self.options:
            if key not in known:
                expected = ", ".join(sorted({"name", "calls", "drill", *known}))
                raise self.bad("query", f"unknown key {key!r}; known here: {expected}")

    def switch(self, key: str) -> bool:
        """Return whether the option `key` is on. Raises `BadDestinationURL` unless yes or no."""
        value = self.options.get(key, "no")
        if value not in {"yes", "no"}:
            raise self.bad("query", f"{key!r} must be yes or no")
        return value == "yes"


def read_destinations(environ: Mapping[str, str]) -> tuple[DestinationURL, ...]:
    """Return the destinations that CRM_URL, or the file named by CRM_URL_FILE, configures.

    Neither set (or both blank) means none. Raises `BadDestinationURL` when both are set, when the
    file cannot be read or is empty, and for what `parse_destinations` refuses.
    """
    text, file_name = environ.get(VARIABLE, ""), environ.get(FILE_VARIABLE, "")
    if text.strip() and file_name:
        raise BadDestinationURL(f"{VARIABLE} and {FILE_VARIABLE} are both set: keep one of them")
    if not file_name:
        return parse_destinations(text)
    try:
        text = Path(file_name).read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        # A decoding error quotes the bytes it met, which are a token's: name its class only.
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise BadDestinationURL(f"{FILE_VARIABLE}: cannot be read: {reason}") from None
    if not text.strip():
        raise BadDestinationURL(f"{FILE_VARIABLE}: the file is empty")
    return parse_destinations(text, source=FILE_VARIABLE)


def parse_destinations(text: str, *, source: str = VARIABLE) -> tuple[DestinationURL, ...]:
    """Return the destinations that `text` names, parted by white space, in its order.

    `source` is what errors call the text. Raises `BadDestinationURL` for an entry that is not
    `kind://TOKEN@host`, for plain http to another machine, and for a name that is used twice.
    """
    found: dict[str, DestinationURL] = {}
    for number, entry in enumerate(text.split(), start=1):
        url = _parse(entry, label=f"{source}, {_ordinal(number)} entry")
        if url.name in found:
            taken_by = _ordinal(1 + list(found).index(url.name))
            raise url.bad("name", f"{url.name!r} is taken by the {taken_by} entry: add ?name=…")
        found[url.name] = url
    return tuple(found.values())


def _parse(entry: str, label: str) -> DestinationURL:
    def bad(part: str, what: str) -> BadDestinationURL:
        return BadDestinationURL(f"{label}: {part}: {what}")

    if _BROKEN_ESCAPE.search(entry):
        raise bad("escape", "a % that two hexadecimal digits do not follow; write %25 for it")
    try:
        parts = urlsplit(entry)
        port = parts.port
    except ValueError:  # its text quotes the entry
        raise bad("address", "host or port cannot be read") from None
    if parts.fragment or entry.endswith("#"):
        raise bad("fragment", "a # is not allowed; write %23 for it")
    kind, secure = scheme_of(parts.scheme, bad)
    token, password = credential_of(parts, bad)
    host = host_of(parts.hostname or "", bad)
    if not secure and not is_loopback(host):
        raise bad("host", "plain http is allowed to this machine only: use https (no +http)")
    if port == 0:
        raise bad("port", "must be 1 to 65535")
    options = options_of(parts.query, bad)
    name = options.pop("name", kind)
    if not _NAME.fullmatch(name):
        raise bad("name", "must be lower-case letters, digits and hyphens, 40 at most")
    calls = options.pop("calls", None)
    drill = options.pop("drill", None)
    if drill not in {None, "yes", "no"}:
        raise bad("query", "'drill' must be yes or no")
    return DestinationURL(
        kind=kind,
        secure=secure,
        token=token,
        password=password,
        host=host,
        port=port or _DEFAULT_PORTS[secure],
        path=parts.path,
        name=name,
        rate=None if calls is None else rate_of(calls, bad),
        drill=None if drill is None else drill == "yes",
        options=options,
        entry=label,
    )


def _ordinal(number: int) -> str:
    suffix = "th" if number % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(number % 10)
    return f"{number}{suffix or 'th'}"
