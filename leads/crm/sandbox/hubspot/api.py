"""HubSpot's API as one function from a call to a reply: who may call, how often, and what for."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from leads.crm.sandbox.hubspot import associations, batch, errors, properties, records, views
from leads.crm.sandbox.hubspot.erasing import gdpr_delete
from leads.crm.sandbox.hubspot.schema import OBJECTS, ObjectType
from leads.crm.sandbox.hubspot.search import search
from leads.crm.sandbox.session import Record, Session
from leads.crm.sandbox.wire import Activity, Call, Person, Reply, json_reply, patiently

WINDOW = 10.0  # seconds of the rolling rate limit
DAILY = 250_000  # calls a day on HubSpot's free tier: announced here, not counted
OWNER = "7"  # the only user that tasks can be given to
ACCOUNT = {
    "portalId": 1234567,
    "accountType": "DEVELOPER_TEST",
    "timeZone": "Europe/London",
    "companyCurrency": "GBP",
    "additionalCurrencies": [],
    "utcOffset": "+00:00",
    "utcOffsetMilliseconds": 0,
    "uiDomain": "localhost",
    "dataHostingLocation": "localhost",
}


@dataclass
class RateLimit:
    """So many calls in any ten seconds; 0 means no limit."""

    most: int
    clock: Callable[[], float] = time.monotonic
    _calls: deque[float] = field(default_factory=deque)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self) -> dict[str, str]:
        """Count one call and return the headers that say what is left. Raises `Refusal`."""
        if not self.most:
            return {}
        with self._lock:
            now = self.clock()
            while self._calls and self._calls[0] <= now - WINDOW:
                self._calls.popleft()
            if len(self._calls) >= self.most:
                raise errors.rate_limited(self._headers())
            self._calls.append(now)
            return self._headers()

    def _headers(self) -> dict[str, str]:
        return {
            "X-HubSpot-RateLimit-Daily": str(DAILY),
            "X-HubSpot-RateLimit-Daily-Remaining": str(DAILY),
            "X-HubSpot-RateLimit-Interval-Milliseconds": str(int(WINDOW * 1000)),
            "X-HubSpot-RateLimit-Max": str(self.most),
            "X-HubSpot-RateLimit-Remaining": str(self.most - len(self._calls)),
        }


class HubSpot:
    """The dialect. `rate` is calls in ten seconds, `search_lag` seconds."""

    name = "HubSpot"

    def __init__(self, *, token: str, rate: int = 100, search_lag: float = 10.0) -> None:
        self._token = token
        self._limit = RateLimit(rate)
        self._search_lag = search_lag

    def handle(self, call: Call, session: Session) -> Reply:
        """Answer one call."""
        try:
            if not call.bears(self._token):
                raise errors.unauthenticated()
            headers = self._limit.take()
            reply = self._route(call, session)
        except errors.Refusal as refusal:
            return refusal.reply()
        return replace(reply, headers={**headers, **reply.headers})

    def failure(self, status: int, retry_after: float | None = None) -> Reply:
        """An error of this status in HubSpot's words."""
        return patiently(errors.failure(status).reply(), retry_after)

    def person(self, record: Record) -> Person:
        """A contact."""
        return views.person(record)

    def activity(self, record: Record) -> Activity:
        """A note or a task."""
        return views.activity(record)

    def _route(self, call: Call, session: Session) -> Reply:
        match call.parts:
            case ("account-info", "v3", "details"):
                _only(call, "GET")
                return json_reply(200, ACCOUNT)
            case ("crm", "v3", "owners", owner):
                _only(call, "GET")
                return _owner(owner)
            case ("crm", "v3", "properties", kind, "batch", "create") if kind in OBJECTS:
                _only(call, "POST")
                here = properties.as_here(OBJECTS[kind], session)
                return properties.make(here, _json(call), session)
            case ("crm", "v3", "properties", kind, *rest) if kind in OBJECTS and len(rest) < 2:
                _only(call, "GET")
                return properties.listed(properties.as_here(OBJECTS[kind], session), rest)
            case ("crm", "v3", "objects", kind, *rest) if kind in OBJECTS:
                here = properties.as_here(OBJECTS[kind], session)
                return self._objects(here, rest, call, session)
            case ("crm", "v4", "objects", kind, number, "associations", other) if kind in OBJECTS:
                _only(call, "GET")
                return associations.associated(OBJECTS[kind], number, other, call, session)
        raise errors.failure(404)

    def _objects(self, kind: ObjectType, rest: list[str], call: Call, session: Session) -> Reply:
        match rest:
            case [] if call.method == "GET":
                return records.page(kind, call, session)
            case []:
                _only(call, "GET", "POST")
                return records.create(kind, _json(call), session)
            case ["search"]:
                _only(call, "POST")
                return search(kind, _json(call), session, self._search_lag)
            case ["batch", "read"]:
                _only(call, "POST")
                return batch.read(kind, _json(call), session)
            case ["batch", "upsert"]:
                _only(call, "POST")
                return batch.upsert(kind, _json(call), session)
            case ["gdpr-delete"] if kind.name == "contacts":
                _only(call, "POST")
                return gdpr_delete(kind, _json(call), session)
            case [number] if call.method == "PATCH":
                return records.change(kind, number, call, _json(call), session)
            case [number]:
                _only(call, "GET", "PATCH")
                return records.read(kind, number, call, session)
        raise errors.failure(404)


def _owner(number: str) -> Reply:
    """GET /crm/v3/owners/{number}."""
    if number != OWNER:
        raise errors.failure(404)
    return json_reply(200, {"id": OWNER, "type": "PERSON", "archived": False})


def _only(call: Call, *methods: str) -> None:
    if call.method not in methods:
        message = "This method is not allowed here"
        allow = {"Allow": ", ".join(methods)}
        raise errors.Refusal(405, "METHOD_NOT_ALLOWED", message, headers=allow)


def _json(call: Call) -> dict[str, Any]:
    if not call.headers.get("content-type", "").lower().startswith("application/json"):
        message = "The body must be sent as application/json"
        raise errors.Refusal(415, "UNSUPPORTED_MEDIA_TYPE", message)
    if not call.body.strip():
        raise errors.invalid_json("a request body was expected, but none found")
    try:
        body = call.json()
    except ValueError:
        raise errors.invalid_json("the body cannot be parsed") from None
    if not isinstance(body, dict):
        raise errors.invalid_json("an object was expected")
    return body
