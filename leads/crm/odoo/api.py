"""Odoo's two APIs as the adapter uses them: JSON-RPC (8 to 21) and JSON-2 (19 and later).

An HTTP status tells little: JSON-RPC answers 200 to every failure, JSON-2 answers 500 to a field it
does not have, and `load` answers 200 without an id both for bad data and for a lost race. What is
gone by are the names of Odoo's exceptions. Their texts may hold personal data and are never kept.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from leads.crm.base import (
    AuthFailed,
    DestinationError,
    Misconfigured,
    OutcomeUnknown,
    Rejected,
    Transient,
)
from leads.crm.http import HttpDestination, Reply

# By the last part of an exception's dotted name.
REFUSED = frozenset({"AccessDenied", "AccessError", "SessionExpiredException"})
DISLIKED = frozenset({"ValidationError", "UserError", "RedirectWarning", "MissingError"})
OF_THE_SET_UP = frozenset(
    {"ValueError", "KeyError", "TypeError", "AttributeError", "NotFound", "UndefinedColumn"}
)
LOST_RACE = re.compile(
    r"could not serialize|concurrent|deadlock|duplicate key|obtain lock|lock timeout",
    re.IGNORECASE,
)
CREATE_ONCE = {"mode": "update", "noupdate": True, "lang": "en_US"}
EVERYTHING = {"active_test": False, "lang": "en_US"}  # archived records too
RPC, REST = "jsonrpc", "json2"
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.]{0,80}")


@dataclass(frozen=True, kw_only=True, eq=False)
class OdooApi(HttpDestination):
    """Speaks to one database."""

    reply_cap: int = 1024 * 1024
    api: str = RPC
    database: str = ""
    login: str = field(repr=False, default="")
    key: str = field(repr=False, default="")
    _users: dict[str, int] = field(repr=False, default_factory=dict)

    def ask(
        self, model: str, method: str, *, ids: Sequence[int] = (), reads: bool = False, **named: Any
    ) -> Any:
        """Call a method of a model with named arguments; `ids` are the records it is called on.

        Raises the `DestinationError` that says what to do next.
        """
        if self.api == REST:
            body = {"ids": list(ids)} | named if ids else named
            return self.call("POST", f"/json/2/{model}/{method}", json=body, reads=reads).data
        positional = [list(ids)] if ids else []
        who = [self.database, self._user(), self.key]
        arguments = [*who, model, method, positional, named]
        return self._rpc("object", "execute_kw", arguments, f"{model}.{method}", reads=reads)

    def found(self, model: str, domain: list[Any], *fields: str) -> list[dict[str, Any]]:
        """Return the records that match, archived ones too, by rising id, with their `fields`."""
        rows = self.ask(
            model,
            "search_read",
            reads=True,
            domain=domain,
            fields=["id", *fields],
            order="id",
            context=EVERYTHING,
        )
        if isinstance(rows, list) and all(
            isinstance(row, dict) and isinstance(row.get("id"), int) for row in rows
        ):
            return rows
        raise Transient(f"{self.name}: {model}.search_read: unreadable reply")

    def load(self, model: str, xml_id: str, row: Mapping[str, str]) -> int:
        """Make the record unless one with this external id is there; returns the record's id.

        What is there is left as it is, whatever has become of it.
        """
        fields, values = ["id", *row], [f"leadline.{xml_id}", *row.values()]
        made = self.ask(model, "load", fields=fields, data=[values], context=CREATE_ONCE)
        ids = made.get("ids") if isinstance(made, dict) else None
        if isinstance(ids, list) and len(ids) == 1 and isinstance(ids[0], int):
            return ids[0]
        if ids is False:
            raise self._not_loaded(made.get("messages"), model, row)
        raise OutcomeUnknown(f"{self.name}: {model}.load: the reply names no record")

    def version(self) -> str:
        """Return the server's version, such as "17.0"."""
        told = self._rpc("common", "version", [], "common.version", reads=True)
        text = told.get("server_version") if isinstance(told, dict) else None
        return text if isinstance(text, str) and re.fullmatch(r"[\w.+~-]{1,40}", text) else "?"

    def refusal(self, reply: Reply, where: str, *, reads: bool) -> DestinationError:
        """Go by the exception that JSON-2 names in the body, before the status."""
        name = reply.data.get("name") if isinstance(reply.data, dict) else None
        if isinstance(name, str) and reply.status not in {401, 429}:
            return fault(name, where, status=reply.status)
        if reply.status == 404:
            detail = f"{where}: HTTP 404: no such address, model or method"
            return Misconfigured(detail, http_status=404)
        return super().refusal(reply, where, reads=reads)

    def _user(self) -> int:
        """Return the user's id. It is asked for once: changing the key does not change it."""
        if "id" not in self._users:
            who = [self.database, self.login, self.key]
            user = self._rpc("common", "login", who, "common.login", reads=True)
            if not isinstance(user, int) or not user:
                raise AuthFailed(f"{self.name}: common.login: user or key is refused")
            self._users["id"] = user
        return self._users["id"]

    def _rpc(
        self, service: str, method: str, arguments: list[Any], what: str, *, reads: bool
    ) -> Any:
        params = {"service": service, "method": method, "args": arguments}
        body = {"jsonrpc": "2.0", "method": "call", "params": params, "id": 1}
        data = self.call("POST", "/jsonrpc", json=body, reads=reads).data
        if isinstance(data, dict) and "error" in data:
            error = data["error"] if isinstance(data["error"], dict) else {}
            about = error.get("data")
            name = about.get("name") if isinstance(about, dict) else None
            raise fault(str(name or "unnamed"), f"{self.name}: {what}")
        if isinstance(data, dict) and "result" in data:
            return data["result"]
        lost = Transient if reads else OutcomeUnknown
        raise lost(f"{self.name}: {what}: the reply is not one of Odoo's")

    def _not_loaded(self, messages: Any, model: str, row: Mapping[str, str]) -> DestinationError:
        told = [each for each in messages if isinstance(each, dict)] if messages else []
        where = f"{self.name}: {model}.load"
        if any(LOST_RACE.search(str(each.get("message"))) for each in told):
            return Transient(f"{where}: another transaction was faster")
        named = {str(each.get("field")) for each in told if each.get("field")}
        fields = tuple(sorted(each for each in named if _NAME.fullmatch(each)))
        foreign = [each for each in fields if each not in {column.split("/")[0] for column in row}]
        if foreign:
            return Misconfigured(f"{where}: Odoo wants a value that we do not send: {foreign[0]}")
        said = f" the value of {', '.join(fields)}" if fields else " the record"
        return Rejected(f"{where}: Odoo refuses{said}", http_status=200, fields=fields)


def fault(name: str, where: str, status: int | None = None) -> DestinationError:
    """Return the error that an exception of Odoo's means. With it, all that was begun is undone."""
    kind = name.rpartition(".")[2]
    shown = kind if _NAME.fullmatch(kind) else "an exception"
    detail = f"{where}: {shown}"
    if kind in REFUSED:
        return AuthFailed(detail, http_status=status)
    if kind in DISLIKED:
        return Rejected(detail, http_status=status)
    if kind in OF_THE_SET_UP:
        what = f"{detail}: Odoo lacks a model, a field or a method, or an add-on fails"
        return Misconfigured(what, http_status=status)
    return Transient(detail, http_status=status)
