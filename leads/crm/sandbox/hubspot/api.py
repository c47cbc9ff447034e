"""HubSpot's API as one function from a call to a reply: who may call, how often, and what for."""

from __future__ import annotations

import json
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from leads.crm.sandbox.hubspot import associations, batch, errors, records
from leads.crm.sandbox.hubspot.schema import OBJECTS, ObjectType, definition
from leads.crm.sandbox.hubspot.search import search
from leads.crm.sandbox.session import Session
from leads.crm.sandbox.wire import Call, Reply, json_reply

WINDOW = 10.0  # seconds of the rolling rate limit
DAILY = 250_000  # calls a day on HubSpot's free tier: announced here, not counted
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
        reply = errors.failure(status).reply()
        if retry_after is None:
            return reply
        return replace(reply, headers={**reply.headers, "Retry-After": f"{retry_after:g}"})

    def _route(self, call: Call, session: Session) -> Reply:
        match call.parts:
            case ("account-info", "v3", "details"):
                _only(call, "GET")
                return json_reply(200, ACCOUNT)
            case ("crm", "v3", "properties", kind, *rest) if kind in OBJECTS and len(rest) < 2:
                _only(call, "GET")
                return _properties(OBJECTS[kind], rest)
            case ("crm", "v3", "objects", kind, *rest) if kind in OBJECTS:
                return self._objects(OBJECTS[kind], rest, call, session)
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
            case [number] if call.method == "PATCH":
                return records.change(kind, number, call, _json(call), session)
            case [number]:
                _only(call, "GET", "PATCH")
                return records.read(kind, number, call, session)
        raise errors.failure(404)


def _properties(kind: ObjectType, rest: list[str]) -> Reply:
    if not rest:
        listed = [definition(kind, known) for known in kind.properties.values()]
        return json_reply(200, {"results": listed})
    known = kind.properties.get(rest[0])
    if known is None:
        message = f'Property "{rest[0]}" does not exist'
        raise errors.Refusal(404, errors.NOT_FOUND, message)
    return json_reply(200, definition(kind, known))


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
        # Half a surrogate pair may be escaped in JSON but can be neither stored nor sent back.
        whole = json.dumps(json.loads(call.body), ensure_ascii=False).encode("utf-8", "replace")
        body = json.loads(whole)
    except (ValueError, RecursionError):
        raise errors.invalid_json("the body cannot be parsed") from None
    if not isinstance(body, dict):
        raise errors.invalid_json("an object was expected")
    return body
