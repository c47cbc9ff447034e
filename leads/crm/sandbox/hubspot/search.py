"""HubSpot's search: an index that hears of a change some seconds late."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from leads.crm.sandbox.hubspot import errors
from leads.crm.sandbox.hubspot.lookup import names, whole
from leads.crm.sandbox.hubspot.records import shown
from leads.crm.sandbox.hubspot.schema import ObjectType
from leads.crm.sandbox.session import Record, Session
from leads.crm.sandbox.wire import Reply, json_reply

MOST = 200  # results a page
Test = Callable[[str, list[str]], bool]


def _order(value: str) -> tuple[int, float, str]:
    try:
        return (0, float(value), "")
    except ValueError:
        return (1, 0.0, value.lower())


def _has_token(held: str, wanted: list[str]) -> bool:
    return any(one.strip("*").lower() in held.lower() for one in wanted)


OPERATORS: dict[str, Test] = {
    "EQ": lambda held, wanted: held.lower() == wanted[0].lower(),
    "NEQ": lambda held, wanted: held.lower() != wanted[0].lower(),
    "IN": lambda held, wanted: held.lower() in {one.lower() for one in wanted},
    "NOT_IN": lambda held, wanted: held.lower() not in {one.lower() for one in wanted},
    "HAS_PROPERTY": lambda held, _wanted: bool(held),
    "NOT_HAS_PROPERTY": lambda held, _wanted: not held,
    "CONTAINS_TOKEN": _has_token,
    "NOT_CONTAINS_TOKEN": lambda held, wanted: not _has_token(held, wanted),
    "LT": lambda held, wanted: bool(held) and _order(held) < _order(wanted[0]),
    "LTE": lambda held, wanted: bool(held) and _order(held) <= _order(wanted[0]),
    "GT": lambda held, wanted: bool(held) and _order(held) > _order(wanted[0]),
    "GTE": lambda held, wanted: bool(held) and _order(held) >= _order(wanted[0]),
}


def search(kind: ObjectType, body: dict[str, Any], session: Session, lag: float) -> Reply:
    """POST /crm/v3/objects/{kind}/search: records as they were `lag` seconds ago."""
    given = body.get("filterGroups") or []
    if not isinstance(given, list):
        raise errors.invalid_json("filterGroups must be a list")
    groups = [_filters(kind, group) for group in given]
    text = str(body.get("query") or "").lower()
    limit = whole(str(body.get("limit") or 10), MOST, least=1)
    after = whole(str(body.get("after") or 0), 10_000)
    found = [
        record
        for record in session.as_of(kind.name, session.now - lag)
        if (not groups or any(_passes(kind, record, group) for group in groups))
        and text in " ".join(record.properties.values()).lower()
    ]
    wanted = names(body, "properties") or kind.shown
    page = found[after : after + limit]
    answer: dict[str, Any] = {"total": len(found)}
    answer["results"] = [shown(kind, record, wanted, asked=True) for record in page]
    if after + limit < len(found):
        answer["paging"] = {"next": {"after": str(after + limit)}}
    return json_reply(200, answer)


Filter = tuple[str, Test, list[str]]


def _filters(kind: ObjectType, group: Any) -> list[Filter]:
    try:
        return [_filter(kind, one) for one in group["filters"]]
    except (KeyError, TypeError, IndexError):
        raise errors.invalid_json("a filter needs [propertyName, operator, value]") from None


def _filter(kind: ObjectType, given: dict[str, Any]) -> Filter:
    name, operator = given["propertyName"], given["operator"]
    if name not in kind.properties or operator not in OPERATORS:
        message = f"There was a problem with the filter on {name} by {operator}"
        raise errors.Refusal(400, errors.VALIDATION, message)
    wanted = [str(one) for one in given.get("values") or [given.get("value", "")]]
    return name, OPERATORS[operator], wanted


def _passes(kind: ObjectType, record: Record, group: list[Filter]) -> bool:
    held = shown(kind, record, tuple(kind.properties), asked=True)["properties"]
    return all(test(held[name] or "", wanted) for name, test, wanted in group)
