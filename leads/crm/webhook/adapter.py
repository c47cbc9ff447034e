"""A signed webhook: each enquiry as one JSON event, to whatever can receive one.

Signed as Standard Webhooks 1.0 asks (https://www.standardwebhooks.com). The receiver keeps events
single by their `webhook-id`, which is the same on every try; it cannot be asked for anything.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, ClassVar

from standardwebhooks import Webhook

from leads.crm.base import (
    AuthFailed,
    DestinationError,
    Enquiry,
    Erasure,
    Misconfigured,
    Problem,
    Ref,
    SwitchedOff,
)
from leads.crm.http import HttpDestination, Reply, addresses, encoded
from leads.crm.url import DestinationURL
from leads.crm.webhook import events

SECRET_SIZES = range(24, 65)  # bytes, by the specification
NOT_THERE = frozenset({404, 405, 501})  # the endpoint's word about itself, not about one enquiry
TOLD = "The receiver was told to forget the person; whether it did is its own record."
_HEADER = re.compile(r"([A-Za-z0-9-]{1,60}):[ ]*([\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?)")
_OURS = re.compile(r"webhook-.*|host|content-.*|connection|transfer-encoding", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, eq=False)
class SignedWebhook(HttpDestination):
    """One endpoint. `secrets` all sign, so that a receiver may change from one to the next."""

    known_options: ClassVar[frozenset[str]] = frozenset({"old", "header", "query", "private"})
    """The query keys that its URL may hold: `old`, a further secret that still signs, `header`, a
    static "Name: value" for receivers that cannot verify, `query`, what follows a ? in the
    endpoint's own address, and `private=yes`, which allows addresses of our own network."""

    steps = ("event",)
    repeatable = frozenset({"event"})
    erases = True
    speaks_json = False

    secrets: tuple[str, ...] = field(repr=False)
    loopback_only: bool = False
    private: bool = False

    @classmethod
    def from_url(cls, url: DestinationURL) -> SignedWebhook:
        """Return the destination that `url` configures. Raises `BadDestinationURL`."""
        url.require_known_options(cls.known_options)
        if url.token:
            raise url.bad("credential", "a secret has no user: write webhook://:SECRET@host/path")
        secrets = {"password": url.password, "query: 'old'": url.options.get("old")}
        query = url.options.get("query", "")
        return cls(
            name=url.name,
            base_url=url.endpoint + (f"?{query}" if query else ""),
            headers=_static_header(url),
            secrets=tuple(_secret(url, part, each) for part, each in secrets.items() if each),
            loopback_only=not url.secure,
            private=url.switch("private"),
        )

    def run(self, step: str, enquiry: Enquiry, refs: Mapping[str, Ref]) -> Ref:  # noqa: ARG002
        """Send the event of the enquiry. See `Destination.run`."""
        message = events.message_id(enquiry.submission_id)
        self._send(message, events.submitted(enquiry))
        return Ref(id=message)

    def find(self, step: str, enquiry: Enquiry, refs: Mapping[str, Ref]) -> Ref | None:  # noqa: ARG002
        """Return None: nothing can be asked, and nothing needs to, as the step is repeatable."""
        return None

    def check(self) -> list[Problem]:
        """Open a connection, with no request. See `Destination.check`."""
        try:
            self.reach()
        except Misconfigured as error:
            remedy = "Use an address of the public internet, or allow your own: ?private=yes"
            return [Problem(what=error.detail, remedy=remedy)]
        except DestinationError as error:
            remedy = "Check host and port in CRM_URL, and the receiver's certificate."
            return [Problem(what=error.detail, remedy=remedy)]
        return []

    def erase(self, email: str, made: Sequence[Mapping[str, Ref]]) -> Erasure:
        """Tell the receiver to forget the person, if it was ever told of one.

        See `Destination.erase`.
        """
        if not made:
            return Erasure()
        message = events.erasure_id(email, made)
        self._send(message, events.erased(email, made, datetime.now(UTC)))
        return Erasure(erased=(message,), left=TOLD)

    def allows(self, address: str) -> bool:
        """Keep to the public internet, unless the operator allows more."""
        if self.loopback_only:
            return addresses.is_loopback(address)
        allowed = addresses.is_public_or_own if self.private else addresses.is_public
        return allowed(address)

    def refusal(self, reply: Reply, where: str, *, reads: bool) -> DestinationError:
        """Tell what the endpoint says of itself from what it says of one enquiry."""
        if reply.status == 410:
            detail = f"{where}: HTTP 410: the receiver wants no more events"
            return SwitchedOff(detail, http_status=410)
        if reply.status in NOT_THERE:
            detail = f"{where}: HTTP {reply.status}: no receiver at this address"
            return Misconfigured(detail, http_status=reply.status)
        error = super().refusal(reply, where, reads=reads)
        if isinstance(error, AuthFailed):
            detail = f"{error.detail}: the receiver refuses signature or header"
            return AuthFailed(detail, http_status=error.http_status)
        return error

    def _send(self, message: str, event: dict[str, Any]) -> None:
        body = encoded(event)
        now = datetime.now(UTC)
        signatures = (Webhook(each).sign(message, now, body.decode()) for each in self.secrets)
        headers = {
            "webhook-id": message,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": " ".join(signatures),
        }
        self.call("POST", "", data=body, headers=headers)


def _secret(url: DestinationURL, part: str, text: str) -> str:
    plain = text.removeprefix("whsec_")
    try:
        size = len(base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True))
    except (binascii.Error, ValueError):  # its text may quote the secret
        size = 0
    if size not in SECRET_SIZES:
        raise url.bad(part, "a secret is whsec_ and 24 to 64 random bytes in base64") from None
    return text


def _static_header(url: DestinationURL) -> dict[str, str]:
    text = url.options.get("header")
    if text is None:
        return {}
    match = _HEADER.fullmatch(text)
    if match is None or _OURS.fullmatch(match[1]):
        raise url.bad("query", "'header' must be “Name: value”, and no header that we set")
    return {match[1]: match[2]}
