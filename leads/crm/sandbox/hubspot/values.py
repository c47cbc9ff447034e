"""Property values: what HubSpot accepts, and how it stores it."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from leads.crm.sandbox.hubspot.errors import Detail, detail, invalid_json
from leads.crm.sandbox.hubspot.schema import ObjectType

EMAIL = re.compile(r"[^\s@<>(),;:\"]+@[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z][a-z0-9-]+", re.IGNORECASE)
LONGEST = 65_536  # characters of any text property


def clean(kind: ObjectType, given: Any) -> tuple[dict[str, str], list[Detail]]:
    """Return the values as HubSpot would store them, and what it dislikes about the others.

    An empty string or null clears a property. Raises `Refusal` when `given` is no mapping of
    names to plain values.
    """
    if not isinstance(given, dict):
        raise invalid_json("properties must be an object")
    values: dict[str, str] = {}
    problems: list[Detail] = []
    for name, raw in given.items():
        if isinstance(raw, list | dict):
            raise invalid_json(f"the value of {name} must be a string")
        value = str(raw).lower() if isinstance(raw, bool) else "" if raw is None else str(raw)
        try:
            values[name] = _clean_one(kind, name, value)
        except _Disliked as error:
            problems.append(detail(error.code, str(error), propertyName=name))
    return values, problems


class _Disliked(ValueError):
    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def _clean_one(kind: ObjectType, name: str, value: str) -> str:
    known = kind.properties.get(name)
    if known is None:
        raise _Disliked("PROPERTY_DOESNT_EXIST", f'Property "{name}" does not exist')
    if known.read_only:
        raise _Disliked("READ_ONLY_VALUE", f'"{name}" is a read only property')
    if not value:
        return ""
    if len(value) > LONGEST:
        raise _Disliked("VALUE_TOO_LONG", f'"{name}" is longer than {LONGEST} characters')
    if known.options and value not in known.options:
        allowed = ", ".join(known.options)
        raise _Disliked("INVALID_OPTION", f"{value} was not one of the allowed options: {allowed}")
    if known.type == "number" and not re.fullmatch(r"-?\d+(\.\d+)?", value, re.ASCII):
        raise _Disliked("INVALID_INTEGER", f"{value} was not a valid number")
    if name == "email":
        return _email(value)
    return _moment_text(value) if known.type == "datetime" else value


def _email(value: str) -> str:
    if len(value) > 254 or not EMAIL.fullmatch(value.strip()):
        raise _Disliked("INVALID_EMAIL", f"Email address {value} is invalid")
    return value.strip().lower()


def _moment_text(value: str) -> str:
    try:
        if re.fullmatch(r"-?\d{1,14}", value, re.ASCII):
            return iso(int(value) / 1000)
        moment = datetime.fromisoformat(value)
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return iso(aware.timestamp())
    except (ValueError, OverflowError, OSError):
        raise _Disliked("INVALID_DATE", f"{value} was not a valid timestamp") from None


def iso(seconds: float) -> str:
    """Epoch seconds as HubSpot writes a moment: UTC, milliseconds only where there are some."""
    text = datetime.fromtimestamp(round(seconds * 1000) / 1000, UTC).isoformat(
        timespec="milliseconds"
    )
    return text.replace("+00:00", "Z").replace(".000Z", "Z")
