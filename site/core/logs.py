"""Logs for machines: a line of JSON an event, the request's id in each, and nothing personal.

An exception's text may hold what somebody typed, and an address may hold a key to what they sent.
So an exception is told by its class and where it was raised, and an address by its pattern.
"""

from __future__ import annotations

import json
import logging
import re
import secrets
import traceback
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

HEADER = "X-Request-ID"
_GIVEN = re.compile(r"[A-Za-z0-9_-]{8,64}")
_FRAMES = 6  # the innermost ones

_request_id: ContextVar[str] = ContextVar("request_id", default="")


def with_request_id(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Give each request an id, which every line about it and its answer hold.

    A proxy of ours may have given one (`TRUSTED_HOPS`), so that both logs tell of the same.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get(HEADER, "") if settings.TRUSTED_HOPS else ""
        made = given if _GIVEN.fullmatch(given) else secrets.token_hex(8)
        _request_id.set(made)  # until the next one: Django writes of an error after the answer
        response = get_response(request)
        response.headers[HEADER] = made
        return response

    return answer


class JsonLines(logging.Formatter):
    """Writes a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; what could break it is escaped."""
        told: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _message(record),
        }
        if _request_id.get():
            told["request"] = _request_id.get()
        if record.exc_info and record.exc_info[0] is not None:
            told["error"] = record.exc_info[0].__name__
            told["where"] = _where(record.exc_info[2])
        return json.dumps(told, default=str)


def _message(record: logging.LogRecord) -> str:
    request = getattr(record, "request", None)
    if not isinstance(request, HttpRequest):
        return record.getMessage()
    status = getattr(record, "status_code", "")
    what = str(record.msg).partition(":")[0].partition("%")[0].strip()
    return " ".join(filter(None, [str(status), what, str(request.method), _pattern(request)]))


def _pattern(request: HttpRequest) -> str:
    """Return the pattern that the address fits, its parts that name something left open."""
    match = request.resolver_match
    return f"/{match.route}" if match else "an unknown address"


def _where(trace: TracebackType | None) -> list[str]:
    frames = traceback.extract_tb(trace)[-_FRAMES:]
    return [f"{Path(each.filename).name}:{each.lineno} in {each.name}" for each in frames]
