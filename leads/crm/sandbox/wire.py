"""What the socket layer hands to the rest, and what it gets back. Plain data."""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal, Protocol
from urllib.parse import parse_qs, unquote, urlsplit

if TYPE_CHECKING:
    from leads.crm.sandbox.session import Record, Session

JSON = "application/json;charset=utf-8"
HTML = "text/html;charset=utf-8"
TEXT = "text/plain;charset=utf-8"


@dataclass(frozen=True, kw_only=True)
class Call:
    """One request as it came in. `headers` has lower-case names; `target` is path and query."""

    method: str
    target: str
    headers: Mapping[str, str] = field(repr=False, default_factory=dict)
    body: bytes = field(repr=False, default=b"")

    @property
    def parts(self) -> tuple[str, ...]:
        """The path's segments, percent-decoded: `/a/b%40c` is `("a", "b@c")`."""
        return tuple(unquote(part) for part in self.path.strip("/").split("/") if part)

    @property
    def path(self) -> str:
        """The path alone, still percent-encoded."""
        return urlsplit(self.target).path

    @property
    def query(self) -> dict[str, list[str]]:
        """The query's values by name, in their order."""
        return parse_qs(urlsplit(self.target).query, keep_blank_values=True)

    def first(self, name: str, default: str = "") -> str:
        """The first value of one query parameter."""
        return self.query.get(name, [default])[0]

    def json(self) -> Any:
        """The body's JSON. Raises `ValueError`.

        Half a surrogate pair may be escaped in JSON but can be neither stored nor sent back: it is
        replaced.
        """
        try:
            whole = json.dumps(json.loads(self.body), ensure_ascii=False)
            return json.loads(whole.encode("utf-8", "replace"))
        except RecursionError:
            raise ValueError from None

    def bears(self, token: str) -> bool:
        """Whether the Authorization header carries this bearer token."""
        scheme, _, given = self.headers.get("authorization", "").partition(" ")
        same = hmac.compare_digest(given.strip().encode(), token.encode())
        return scheme.lower() == "bearer" and same


@dataclass(frozen=True, kw_only=True)
class Reply:
    """A whole HTTP reply, body included."""

    status: int
    body: bytes = field(repr=False, default=b"")
    content_type: str = JSON
    headers: Mapping[str, str] = field(default_factory=dict)


def json_reply(status: int, data: Any, headers: Mapping[str, str] | None = None) -> Reply:
    """Return `data` as a JSON reply."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return Reply(status=status, body=text.encode(), headers=headers or {})


def patiently(reply: Reply, retry_after: float | None) -> Reply:
    """Return the reply with a Retry-After header, if there is one to send."""
    if retry_after is None:
        return reply
    return replace(reply, headers={**reply.headers, "Retry-After": f"{retry_after:g}"})


Manner = Literal["whole", "drop", "reset", "hang", "drip", "huge"]


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """How the socket layer is to answer: the reply, or None, and the manner of sending it."""

    reply: Reply | None
    manner: Manner = "whole"
    pause: float = 0.0  # seconds between two bytes of a drip


@dataclass(frozen=True, kw_only=True)
class Person:
    """A contact as the web page shows it; `held` is all that the CRM knows, by its own names."""

    name: str
    email: str
    company: str = ""
    held: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Activity:
    """A note or task as the web page shows it. `text` is plain; `due` and `at` are ISO moments."""

    title: str = ""
    text: str = ""
    at: str = ""
    due: str = ""
    labels: tuple[str, ...] = ()


class Dialect(Protocol):
    """One CRM's API: what it answers, and how it words a failure that a fault asks for.

    Whatever it calls them, it keeps people, what they wrote and what is to be done as records of
    the kinds "contacts", "notes" and "tasks", the latter two linked to the first. A kind that
    begins with "_" is its own affair.
    """

    name: str

    def handle(self, call: Call, session: Session) -> Reply:
        """Answer one call; what it writes through `session` is committed before the reply."""

    def failure(self, status: int, retry_after: float | None = None) -> Reply:
        """Word an error of this status as the CRM does."""

    def person(self, record: Record) -> Person:
        """Return what one of its "contacts" shows."""

    def activity(self, record: Record) -> Activity:
        """Return what one of its "notes" or "tasks" shows."""
