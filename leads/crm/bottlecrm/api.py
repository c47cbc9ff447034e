"""BottleCRM's ways in: the lead webhook with its key, and the REST API with an access token."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from leads.crm.base import AuthFailed, DestinationError, Misconfigured, Ref, Rejected, Transient
from leads.crm.http import HttpDestination, Reply

INTAKE = "/api/public/leads/"
PAGE, MOST_PAGES = 100, 50
_FIELD = re.compile(r"[a-z_]{1,40}")


@dataclass(frozen=True, kw_only=True, eq=False)
class BottleApi(HttpDestination):
    """Speaks to one organisation."""

    reply_cap: int = 4 * 1024 * 1024
    intake: str = ""
    key: str = field(repr=False, default="")
    access_token: str = field(repr=False, default="")
    app: str = ""  # where its web application is, for links

    def take_in(self, values: dict[str, Any]) -> Any:
        """Post to the lead webhook; returns what it says."""
        headers = {"Authorization": f"Bearer {self.key}"}
        return self.call("POST", f"{INTAKE}{self.intake}/", json=values, headers=headers).data

    def ask(self, method: str, path: str, *, reads: bool | None = None, **more: Any) -> Any:
        """Call the REST API, below /api; returns what it says."""
        headers = {"Authorization": f"Bearer {self.access_token}"}
        path = f"/api{path}"
        return self.call(method, path, headers=headers, reads=reads, **more).data

    def read(self, kind: str, number: str, inside: str) -> dict[str, Any] | None:
        """Return a record, or None where there is none; `inside` is its key in the reply."""
        path = f"/{kind}/{number}/"
        try:
            told = self.ask("GET", path)
        except Rejected as error:
            if error.http_status == 404:
                return None
            raise
        record = told.get(inside) if isinstance(told, dict) else None
        if isinstance(record, dict) and record.get("id"):
            return record
        raise Transient(f"{self.name}: GET /api{path}: unreadable reply")

    def listed(self, path: str, inside: str, **where: str) -> Iterator[dict[str, Any]]:
        """Yield the rows of a list; `inside` is their key in the reply."""
        for page in range(MOST_PAGES):
            params = where | {"limit": str(PAGE), "offset": str(page * PAGE)}
            told = self.ask("GET", path, params=params)
            rows = told.get(inside) if isinstance(told, dict) else None
            if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
                raise Transient(f"{self.name}: GET /api{path}: unreadable reply")
            yield from rows
            if len(rows) < PAGE:
                return
        raise Transient(f"{self.name}: GET /api{path}: more than {MOST_PAGES} pages")

    def refusal(self, reply: Reply, where: str, *, reads: bool) -> DestinationError:
        """Tell whether the webhook, the token or one enquiry is refused."""
        error = super().refusal(reply, where, reads=reads)
        status = reply.status
        if INTAKE in where and status in {403, 404}:
            what = "no such lead webhook" if status == 404 else "leads are switched off"
            return Misconfigured(f"{error.detail}: {what}", http_status=status)
        if isinstance(error, AuthFailed):
            what = "the webhook's key" if INTAKE in where else "the access token, or its scopes"
            return AuthFailed(f"{error.detail}: BottleCRM refuses {what}", http_status=status)
        return error

    def disliked(self, reply: Reply) -> tuple[str, ...]:
        """Return the fields that a refusal lists."""
        errors = reply.data.get("errors") if isinstance(reply.data, dict) else None
        names = errors.keys() if isinstance(errors, dict) else ()
        return tuple(sorted(name for name in names if _FIELD.fullmatch(str(name))))

    def ref(self, lead: str, number: str = "") -> Ref:
        """Return the `Ref` of a lead, or of the record `number` that its page shows."""
        return Ref(id=number or lead, url=f"{self.app}/leads/{lead}" if self.app else "")
