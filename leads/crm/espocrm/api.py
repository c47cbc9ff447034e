"""EspoCRM's REST API as the adapter uses it: errors by what to do next, and lists read whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from leads.crm.base import (
    AuthFailed,
    DestinationError,
    Misconfigured,
    OutcomeUnknown,
    Ref,
    Rejected,
    Transient,
)
from leads.crm.http import HttpDestination, Reply

API = "/api/v1"
PAGE, MOST_PAGES = 50, 100
_FIELD = re.compile(r"field:\s*([A-Za-z][A-Za-z0-9]{0,60})")
# What a refusal of tells of one enquiry, or can do without; all else is the operator's matter.
TYPED = frozenset({"firstName", "lastName", "emailAddress", "phoneNumber", "accountName", "source"})
SETTINGS = frozenset({"status", "priority", "type", "dateEnd", "parentType", "assignedUserId"})


@dataclass(frozen=True, kw_only=True, eq=False)
class EspoApi(HttpDestination):
    """Speaks to one EspoCRM."""

    reply_cap: int = 8 * 1024 * 1024  # a page of posts of the longest kind

    def make(self, kind: str, values: dict[str, Any], *, anew: bool = False) -> str:
        """Create a record and return its id. `anew` makes it beside one that looks the same.

        Raises a `DestinationError`, `Conflict` for what looks the same.
        """
        headers = {"X-Skip-Duplicate-Check": "true"} if anew else {}
        path = f"{API}/{kind}"
        record = self.call("POST", path, json=values, headers=headers).data
        if isinstance(record, dict) and isinstance(record.get("id"), str) and record["id"]:
            return str(record["id"])
        raise OutcomeUnknown(f"{self.name}: POST {path}: the reply names no record")

    def read(self, kind: str, number: str) -> dict[str, Any] | None:
        """Return a record, or None where there is none."""
        path = f"{API}/{kind}/{number}"
        try:
            record = self.call("GET", path).data
        except Rejected as error:
            if error.http_status == 404:
                return None
            raise
        if isinstance(record, dict) and record.get("id"):
            return record
        raise Transient(f"{self.name}: GET {path}: unreadable reply")

    def listed(self, path: str, where: dict[str, str], **more: str) -> Iterator[dict[str, Any]]:
        """Yield the records of a list whose attributes have these values."""
        params = dict(more)
        for at, (attribute, value) in enumerate(where.items()):
            params |= {
                f"where[{at}][type]": "equals",
                f"where[{at}][attribute]": attribute,
                f"where[{at}][value]": value,
            }
        for page in range(MOST_PAGES):
            paging = {"maxSize": str(PAGE), "offset": str(page * PAGE)}
            rows = self._rows(self.call("GET", f"{API}/{path}", params=params | paging), path)
            yield from rows
            if len(rows) < PAGE:
                return
        raise Transient(f"{self.name}: GET {API}/{path}: more than {MOST_PAGES} pages")

    def refusal(self, reply: Reply, where: str, *, reads: bool) -> DestinationError:
        """Tell a value that is refused from a set-up that is, by `X-Status-Reason`."""
        fields = self.disliked(reply)
        of_one = TYPED | (reply.sent - SETTINGS)  # mapped fields among them
        if reply.status == 400 and fields and not of_one.issuperset(fields):
            detail = f"{where}: EspoCRM wants, or refuses our setting of: {', '.join(fields)}"
            return Misconfigured(detail, http_status=400)
        if reply.status == 404 and where.endswith(f"POST {API}/Lead"):
            detail = f"{where}: HTTP 404: no EspoCRM with leads at this address"
            return Misconfigured(detail, http_status=404)
        error = super().refusal(reply, where, reads=reads)
        if isinstance(error, AuthFailed) and "cannotRelate" in _reason(reply):
            detail = f"{error.detail}: the role may not read users (User: Read all)"
            return AuthFailed(detail, http_status=error.http_status)
        return error

    def disliked(self, reply: Reply) -> tuple[str, ...]:
        """Return the field that a validation failure names."""
        return tuple(_FIELD.findall(_reason(reply)))

    def ref(self, lead: str, number: str = "") -> Ref:
        """Return the `Ref` of a lead, or of the record `number` that its page shows."""
        return Ref(id=number or lead, url=f"{self.base_url}/#Lead/view/{lead}")

    def _rows(self, reply: Reply, path: str) -> list[dict[str, Any]]:
        rows = reply.data.get("list") if isinstance(reply.data, dict) else None
        if isinstance(rows, list) and all(isinstance(r, dict) and r.get("id") for r in rows):
            return rows
        raise Transient(f"{self.name}: GET {API}/{path}: unreadable reply")


def _reason(reply: Reply) -> str:
    return reply.headers.get("X-Status-Reason", "")
