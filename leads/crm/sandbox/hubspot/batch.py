"""The batch calls: up to a hundred records at once, with a 207 where only some succeed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from leads.crm.sandbox.hubspot import errors
from leads.crm.sandbox.hubspot.lookup import named, names
from leads.crm.sandbox.hubspot.records import changed, new_key, shown
from leads.crm.sandbox.hubspot.schema import ObjectType
from leads.crm.sandbox.hubspot.values import clean, iso
from leads.crm.sandbox.session import Session
from leads.crm.sandbox.wire import Reply, json_reply

MOST = 100  # inputs


def read(kind: ObjectType, body: dict[str, Any], session: Session) -> Reply:
    """POST /crm/v3/objects/{kind}/batch/read; unknown ids make it a 207."""
    wanted = names(body, "properties")
    key = str(body.get("idProperty") or "")
    results, missing = [], []
    for entry in _inputs(body):
        number = str(entry.get("id", ""))
        try:
            record = named(kind, number, key, session)
        except errors.Refusal as refusal:
            if refusal.status != 404:
                raise
            missing.append(number)
        else:
            results.append(shown(kind, record, wanted or kind.shown, asked=bool(wanted)))
    if not missing:
        return _batch(200, results, session)
    message = f"Could not get some {kind.singular} objects, they may be deleted or not exist."
    unknown = errors.Refusal(404, errors.NOT_FOUND, message)
    listed = unknown.in_batch("") | {"context": {"ids": missing}}
    return _batch(207, results, session, [listed])


def upsert(kind: ObjectType, body: dict[str, Any], session: Session) -> Reply:
    """POST /crm/v3/objects/{kind}/batch/upsert: by a unique property only, so contacts by e-mail.

    An unknown property refuses the whole batch; another bad input only itself (207), unless all
    inputs are bad.
    """
    inputs = _inputs(body)
    for entry in inputs:
        known = kind.properties.get(str(entry.get("idProperty") or ""))
        if known is None or not known.unique:
            message = f"Unable to perform update/upsert by non-unique {kind.type_id} property"
            raise errors.Refusal(400, errors.VALIDATION, message)
    _refuse_repeats([str(entry.get("id", "")).strip().lower() for entry in inputs])
    _refuse_unknown(kind, inputs)
    results, refusals = _each(inputs, lambda entry: _upsert(kind, entry, session))
    if refusals and not results:
        raise refusals[0][1]
    failed = [
        refusal.in_batch(str(entry.get("objectWriteTraceId") or entry["id"]))
        for entry, refusal in refusals
    ]
    return _batch(207 if failed else 200, results, session, failed)


def _upsert(kind: ObjectType, entry: dict[str, Any], session: Session) -> dict[str, Any]:
    given = {entry["idProperty"]: entry.get("id"), **entry.get("properties", {})}
    values, problems = clean(kind, given)
    if not str(entry.get("id") or "").strip():
        problems.append(errors.detail("INVALID_EMAIL", "id is empty", propertyName="email"))
    if problems:
        raise errors.invalid_values(problems)
    found = session.by_key(kind.name, str(entry["id"]).strip().lower())
    if found:
        record = changed(kind, found, values, session)
    else:
        record = session.create(kind.name, values, new_key(kind, values, session))
    return shown(kind, record, tuple(values)) | {"new": found is None}


def _each(
    inputs: list[dict[str, Any]], act: Callable[[dict[str, Any]], dict[str, Any]]
) -> tuple[list[dict[str, Any]], list[tuple[dict[str, Any], errors.Refusal]]]:
    results, refusals = [], []
    for entry in inputs:
        try:
            results.append(act(entry))
        except errors.Refusal as refusal:
            refusals.append((entry, refusal))
    return results, refusals


def _refuse_unknown(kind: ObjectType, inputs: list[dict[str, Any]]) -> None:
    problems = [
        problem
        for entry in inputs
        for problem in clean(kind, entry.get("properties"))[1]
        if problem["code"] == "PROPERTY_DOESNT_EXIST"
    ]
    if problems:
        raise errors.invalid_values(problems)


def _refuse_repeats(ids: list[str]) -> None:
    if repeated := sorted({one for one in ids if ids.count(one) > 1}):
        message = f"Duplicate IDs found in batch input: {repeated}. IDs must be unique"
        raise errors.Refusal(400, errors.VALIDATION, message)


def _inputs(body: dict[str, Any]) -> list[dict[str, Any]]:
    inputs = body.get("inputs")
    if not isinstance(inputs, list) or not all(isinstance(entry, dict) for entry in inputs):
        raise errors.invalid_json("some required fields were not set: [inputs]")
    if not inputs:
        raise errors.Refusal(400, errors.VALIDATION, "The batch has no inputs")
    if len(inputs) > MOST:
        message = f"The batch has {len(inputs)} inputs; the most is {MOST}"
        raise errors.Refusal(400, errors.VALIDATION, message)
    return inputs


def _batch(
    status: int,
    results: list[dict[str, Any]],
    session: Session,
    failed: list[errors.Detail] | None = None,
) -> Reply:
    moment = iso(session.now)
    answer: dict[str, Any] = {"status": "COMPLETE", "results": results}
    if failed:
        answer |= {"numErrors": len(failed), "errors": failed}
    return json_reply(status, answer | {"startedAt": moment, "completedAt": moment})
