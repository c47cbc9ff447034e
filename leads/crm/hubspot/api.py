"""HubSpot's API as its adapter uses it: errors by what to do next, and certain reads."""

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
    RateLimited,
    Ref,
    Rejected,
    Transient,
)
from leads.crm.http import HttpDestination, Reply
from leads.crm.hubspot.bodies import items, row_status, texts
from leads.crm.hubspot.records import BODIES, BODY_LIMIT, OWN_FIELDS

PAGE = 100
MOST_PAGES = 100
# A batch of ten of the longest bodies, each character of them escaped as \uXXXX.
REPLY_CAP = 10 * 6 * BODY_LIMIT + 64 * 1024
BATCH = 10
# What the documented policies of a 429 mean, in seconds. A daily limit ends at midnight in the
# account's time zone, which we do not know: look again every hour.
PAUSES = {"SECONDLY": 1.0, "TEN_SECONDLY_ROLLING": 10.0, "DAILY": 3600.0}
LOCK_PAUSE = 2.0  # 423: another write holds the record; HubSpot asks for two seconds
PROPERTIES = (
    "email", "firstname", "lastname", "company", "phone", "hs_timestamp", "hs_note_body",
    "hs_task_subject", "hs_task_body", "hs_task_type", "hs_task_status", "hs_task_priority",
    "hubspot_owner_id", *OWN_FIELDS,
)  # fmt: skip
OF_THE_REQUEST = ("inputs", "idProperty", "id", "properties", "associations")
SCOPE = re.compile(r"[a-z][a-z0-9._-]{2,80}")
SCOPE_KEYS = ("requiredGranularScopes", "requiredScopes", "missingScopes")


@dataclass(frozen=True, kw_only=True, eq=False)
class HubSpotApi(HttpDestination):
    """Speaks to one account. The credential goes out with every call."""

    reply_cap: int = REPLY_CAP

    def refusal(self, reply: Reply, where: str, *, reads: bool) -> DestinationError:
        """Name the property, the scope or the limit that HubSpot's error body tells of."""
        status = reply.status
        codes = set(texts(reply.data, "category", "code", "error"))
        if "MISSING_SCOPES" in codes:
            scopes = sorted(set(filter(SCOPE.fullmatch, texts(reply.data, *SCOPE_KEYS))))
            detail = f"{where}: missing scopes: {', '.join(scopes) or 'not named'}"
            return AuthFailed(detail, http_status=status)
        fields = self.disliked(reply)
        if "PROPERTY_DOESNT_EXIST" in codes or "hubspot_owner_id" in fields:
            detail = f"{where}: HubSpot lacks or refuses our setting of: "
            return Misconfigured(
                detail + (", ".join(fields) or "a property not named"), http_status=status
            )
        error = super().refusal(reply, where, reads=reads)
        if isinstance(error, RateLimited) and error.retry_after is None:
            policy = next(texts(reply.data, "policyName"), "")
            error.retry_after = LOCK_PAUSE if status == 423 else PAUSES.get(policy)
        return error

    def disliked(self, reply: Reply) -> tuple[str, ...]:
        """Return those of the properties we send that an error body names."""
        named = set(texts(reply.data, "propertyName", "name"))
        mapped = sorted(reply.sent.difference(PROPERTIES, OF_THE_REQUEST))
        return tuple(each for each in (*PROPERTIES, *mapped) if each in named)

    def row(self, reply: Reply, path: str) -> Any:
        """Return our row's result; a 207 that holds an error instead is classified like a reply."""
        results = items(reply.data, "results")
        if not results:
            self.refuse_rows(reply, path)
        return results[0] if results else None

    def refuse_rows(self, reply: Reply, path: str) -> None:
        """Raise the first error of a batch, if there is one, classified like a reply."""
        for row in items(reply.data, "errors"):
            raise self._row_refusal(row, path, reads=False, sent=reply.sent)

    def _row_refusal(
        self, row: Any, path: str, *, reads: bool, sent: frozenset[str] = frozenset()
    ) -> DestinationError:
        reply = Reply(status=row_status(row), data=row, sent=sent)
        return self.refusal(reply, f"{self.name}: POST {path}", reads=reads)

    def associated(self, step: str, contact: Ref) -> Iterator[dict[str, Any]]:
        """Yield the contact's notes or tasks, each with the property that holds its body."""
        ids = list(self._associated_ids(step, contact))
        for start in range(0, len(ids), BATCH):
            yield from self.batch_read(f"{step}s", ids[start : start + BATCH], BODIES[step])

    def _associated_ids(self, step: str, contact: Ref) -> Iterator[str]:
        path = f"/crm/v4/objects/contacts/{contact.id}/associations/{step}s"
        params = {"limit": str(PAGE)}
        for _ in range(MOST_PAGES):
            try:
                reply = self.call("GET", path, params=params)
            except Rejected as error:
                if error.http_status == 404:  # with the contact its notes and tasks are gone
                    return
                raise
            yield from (str(each["toObjectId"]) for each in self.read(reply, path, "toObjectId"))
            after = next(texts(reply.data.get("paging"), "after"), "")
            if not after:
                return
            params["after"] = after
        raise Transient(f"{self.name}: GET {path}: more than {MOST_PAGES} pages")

    def batch_read(
        self, kind: str, ids: list[str], *wanted: str, id_property: str = ""
    ) -> list[dict[str, Any]]:
        """Return those of the records that exist, each with its properties `wanted`.

        `ids` are values of `id_property`, which must be a unique one; "" means HubSpot's own ids.
        """
        path = f"/crm/v3/objects/{kind}/batch/read"
        body: dict[str, Any] = {
            "inputs": [{"id": each} for each in ids],
            "properties": list(wanted),
            "propertiesWithHistory": [],
        }
        if id_property:
            body["idProperty"] = id_property
        reply = self.call("POST", path, json=body, reads=True)
        for row in items(reply.data, "errors"):
            if row_status(row) != 404:  # a record that is gone is an answer, all else is none
                raise self._row_refusal(row, path, reads=True)
        return self.read(reply, path, "id", "properties")

    def read(self, reply: Reply, path: str, *keys: str) -> list[dict[str, Any]]:
        """Return the results of a read. "Nothing there" leads to a write, so it must be certain."""
        results = reply.data.get("results") if isinstance(reply.data, dict) else None
        if isinstance(results, list) and all(
            isinstance(each, dict) and each.keys() >= set(keys) for each in results
        ):
            return results
        raise Transient(f"{self.name}: {path}: unreadable reply", http_status=reply.status)

    def id_of(self, record: Any, path: str) -> str:
        """Return the id of a record just written. Without one we cannot tell what was done."""
        if isinstance(record, dict) and record.get("id"):
            return str(record["id"])
        raise OutcomeUnknown(f"{self.name}: {path}: the reply names no record")
