"""The endpoints under `/_practice/` by which tests and people steer the practice CRM."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, TypeVar

from leads.crm.sandbox import faults
from leads.crm.sandbox.store import Store
from leads.crm.sandbox.wire import Call, Dialect, Reply, json_reply

PREFIX = "/_practice/"
PAGE = 10_000  # ledger entries a reply at most

T = TypeVar("T")


class BadRequest(ValueError):
    """A control call that cannot be understood."""


class Control:
    """Health, counts, ledger, faults and reset. Every call needs the CRM's own bearer token."""

    def __init__(
        self, store: Store, fault_set: faults.FaultSet, token: str, dialect: Dialect
    ) -> None:
        self._store = store
        self._faults = fault_set
        self._token = token
        self._routes: dict[tuple[str, str], Callable[[Call], Any]] = {
            ("GET", "health"): lambda _call: {"status": "ok"},
            ("GET", "counts"): lambda _call: counts(store, dialect),
            ("GET", "ledger"): self._ledger,
            ("GET", "faults"): lambda _call: fault_set.listed(),
            ("POST", "faults"): self._replace_faults,
            ("DELETE", "faults"): self._clear_faults,
            ("POST", "reset"): self._reset,
        }

    def handle(self, call: Call) -> Reply:
        """Answer one control call."""
        if not call.bears(self._token):
            return json_reply(401, {"error": "this needs the practice CRM's bearer token"})
        name = call.path.removeprefix(PREFIX)
        allowed = sorted(method for method, known in self._routes if known == name)
        if not allowed:
            return json_reply(404, {"error": "no such control endpoint"})
        route = self._routes.get((call.method, name))
        if route is None:
            allow = ", ".join(allowed)
            return json_reply(405, {"error": f"this endpoint takes {allow}"}, {"Allow": allow})
        try:
            return json_reply(200, route(call))
        except (BadRequest, faults.BadFault) as error:
            return json_reply(400, {"error": str(error)})

    def _ledger(self, call: Call) -> dict[str, Any]:
        after = _whole(call, "after", 0, 10**15)
        return self._store.ledger(after=after, limit=_whole(call, "limit", 1000, PAGE))

    def _replace_faults(self, call: Call) -> list[dict[str, Any]]:
        try:
            given = json.loads(call.body)
        except ValueError:
            raise BadRequest("the body is no JSON") from None
        if not isinstance(given, list):
            raise BadRequest("the body is a list of faults")
        wanted = [faults.from_fields(one) for one in given]
        return self._put_in_force(call, wanted)

    def _clear_faults(self, call: Call) -> list[dict[str, Any]]:
        return self._put_in_force(call, [])

    def _put_in_force(self, call: Call, wanted: list[faults.Fault]) -> list[dict[str, Any]]:
        request = self._store.arrived(call.method, call.target, call.body)
        with self._store.session(request) as session:
            session.note("faults replaced", faults=[str(fault) for fault in wanted])
        self._faults.replace(wanted)
        return self._finish(request, self._faults.listed())

    def _reset(self, call: Call) -> dict[str, Any]:
        request = self._store.arrived(call.method, call.target, call.body)
        with self._store.session(request) as session:
            session.empty()
        return self._finish(request, {"request": request})

    def _finish(self, request: int, answer: T) -> T:
        self._store.answered(request, status=200, ending="answered", fault=None, seconds=0)
        return answer


def counts(store: Store, dialect: Dialect) -> dict[str, Any]:
    """Return how many contacts, notes and tasks there are, in all and for each e-mail address."""
    totals = {"contacts": 0, "notes": 0, "tasks": 0} | store.totals()
    by_email = {
        dialect.person(record).email or f"(no e-mail, id {record.id})": {"notes": 0, "tasks": 0}
        | tied
        for record, tied in store.overview("contacts")
    }
    return totals | {"by_email": by_email}


def _whole(call: Call, name: str, default: int, most: int) -> int:
    text = call.first(name, str(default))
    if not (text.isascii() and text.isdigit() and len(text) < 17 and int(text) <= most):
        raise BadRequest(f"{name} is a whole number up to {most}")
    return int(text)
