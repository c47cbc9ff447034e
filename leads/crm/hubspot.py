"""HubSpot: a contact upserted by e-mail, a note with the whole enquiry, a task to call back.

Only the contact has a key that HubSpot keeps single. Note and task carry the marker
`ref:<submission id>` in their text instead, and `find` looks for it through the contact's
associations, which are consistent at once. HubSpot's search is not, so it is never asked.
"""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar

from leads.crm.base import (
    AuthFailed,
    DestinationError,
    Enquiry,
    Misconfigured,
    OutcomeUnknown,
    Problem,
    RateLimited,
    Ref,
    Rejected,
    Transient,
)
from leads.crm.brief import marker, note_html, task_html, task_subject
from leads.crm.http import Conflict, HttpDestination, Reply
from leads.crm.url import DestinationURL

BODY_LIMIT = 65_536  # characters of hs_note_body, by HubSpot's documentation
NOTE_TO_CONTACT, TASK_TO_CONTACT = 202, 204  # HubSpot's own association types
PAGE = 100
MOST_PAGES = 100
# A batch of ten of the longest bodies, each character of them escaped as \uXXXX.
REPLY_CAP = 10 * 6 * BODY_LIMIT + 64 * 1024
BATCH = 10

BODIES = {"note": "hs_note_body", "task": "hs_task_body"}
# What the documented policies of a 429 mean, in seconds. A daily limit ends at midnight in the
# account's time zone, which we do not know: look again every hour.
PAUSES = {"SECONDLY": 1.0, "TEN_SECONDLY_ROLLING": 10.0, "DAILY": 3600.0}
LOCK_PAUSE = 2.0  # 423: another write holds the record; HubSpot asks for two seconds
PROPERTIES = (
    "email", "firstname", "lastname", "company", "phone", "hs_timestamp", "hs_note_body",
    "hs_task_subject", "hs_task_body", "hs_task_type", "hs_task_status", "hs_task_priority",
    "hubspot_owner_id",
)  # fmt: skip
SCOPE = re.compile(r"[a-z][a-z0-9._-]{2,80}")
SCOPE_KEYS = ("requiredGranularScopes", "requiredScopes", "missingScopes")
ROW_STATUS = {
    "CONFLICT": 409,
    "RATE_LIMITS": 429,
    "MISSING_SCOPES": 403,
    "OBJECT_NOT_FOUND": 404,
    "INTERNAL_ERROR": 500,
}
SERVICE_KEY = (
    "Make a Service Key in HubSpot (Settings > Integrations > Service Keys) with the scopes "
    "crm.objects.contacts.read and crm.objects.contacts.write, and put it in CRM_URL."
)


@dataclass(frozen=True, kw_only=True, eq=False)
class HubSpot(HttpDestination):
    """One HubSpot account, or the practice CRM that speaks its dialect."""

    known_options: ClassVar[frozenset[str]] = frozenset({"owner", "portal"})
    """The query keys that its URL may hold: `owner`, the id of the user whose tasks these are, and
    `portal`, the account's number, which makes links to its records."""

    steps = ("person", "note", "task")
    repeatable = frozenset({"person"})

    reply_cap: int = REPLY_CAP
    owner: str = ""
    portal: str = ""

    @classmethod
    def from_url(cls, url: DestinationURL) -> HubSpot:
        """Return the destination that `url` configures. Raises `BadDestinationURL`."""
        url.require_known_options(cls.known_options)
        if url.password:
            raise url.bad("password", "HubSpot takes a token only; write a : in it as %3A")
        if not url.token.isascii() or " " in url.token:
            raise url.bad("credential", "a HubSpot token has no spaces or accented letters")
        for key, value in url.options.items():
            if not re.fullmatch(r"[0-9]{1,20}", value):
                raise url.bad("query", f"{key!r} must be a number")
        return cls(
            name=url.name,
            base_url=url.base_url,
            headers={"Authorization": f"Bearer {url.token}"},
            owner=url.options.get("owner", ""),
            portal=url.options.get("portal", ""),
        )

    def run(self, step: str, enquiry: Enquiry, refs: Mapping[str, Ref]) -> Ref:
        """Do one of `steps`. See `Destination.run`.

        A note or task whose contact was deleted or erased meanwhile is `Rejected`, not filed under
        a contact made anew: somebody removed that person, perhaps at the person's own wish.
        """
        if step == "person":
            return self._upsert(enquiry)
        contact = refs["person"]
        properties = self._note(enquiry) if step == "note" else self._task(enquiry)
        kind = NOTE_TO_CONTACT if step == "note" else TASK_TO_CONTACT
        association = {"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": kind}
        body = {
            "properties": properties,
            "associations": [{"to": {"id": contact.id}, "types": [association]}],
        }
        path = f"/crm/v3/objects/{step}s"
        try:
            reply = self.call("POST", path, json=body)
        except Rejected as error:
            if error.fields or self._exists(contact):
                raise
            raise Rejected(
                f"{error.detail}: the contact is no longer in HubSpot (deleted or erased); "
                "run the person step again to file it under a new one",
                http_status=error.http_status,
                fields=("person",),
            ) from None
        return Ref(id=self._id(reply.data, path), url=self._record_url(contact.id))

    def find(self, step: str, enquiry: Enquiry, refs: Mapping[str, Ref]) -> Ref | None:
        """Return what an earlier try of `step` made. See `Destination.find`."""
        if step == "person":
            return self._find_contact(enquiry)
        contact, sought = refs["person"], marker(enquiry.submission_id)
        for record in self._associated(step, contact):
            if sought in str(record["properties"]):
                return Ref(id=str(record["id"]), url=self._record_url(contact.id))
        return None

    def check(self) -> list[Problem]:
        """Read one contact, note and task. Writing is not tried, so a missing write scope shows
        only with the first delivery, which then pauses and names it."""
        problems: list[Problem] = []
        for kind in ("contacts", "notes", "tasks"):
            params = {"limit": "1", "properties": "hs_object_id"}
            try:
                self.call("GET", f"/crm/v3/objects/{kind}", params=params)
            except DestinationError as error:
                problems.append(Problem(what=error.detail, remedy=_remedy(error)))
                if error.http_status != 403:
                    break  # the next read would end, or wait, the same way
        return problems

    def refusal(self, reply: Reply, where: str, *, reads: bool) -> DestinationError:
        """Name the property, the scope or the limit that HubSpot's error body tells of."""
        status = reply.status
        codes = set(_texts(reply.data, "category", "code", "error"))
        if "MISSING_SCOPES" in codes:
            scopes = sorted(set(filter(SCOPE.fullmatch, _texts(reply.data, *SCOPE_KEYS))))
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
            policy = next(_texts(reply.data, "policyName"), "")
            error.retry_after = LOCK_PAUSE if status == 423 else PAUSES.get(policy)
        return error

    def disliked(self, reply: Reply) -> tuple[str, ...]:
        """Return those of the properties we send that an error body names."""
        named = set(_texts(reply.data, "propertyName", "name"))
        return tuple(each for each in PROPERTIES if each in named)

    def _upsert(self, enquiry: Enquiry) -> Ref:
        path = "/crm/v3/objects/contacts/batch/upsert"
        properties = _contact(enquiry)
        row = {"idProperty": "email", "id": enquiry.email, "properties": properties}
        try:
            reply = self.call("POST", path, json={"inputs": [row]})
            contact = self._id(self._row(reply, path), path)
        except Conflict as conflict:
            contact = self._update_existing(conflict, properties)
        return Ref(id=contact, url=self._record_url(contact))

    def _row(self, reply: Reply, path: str) -> Any:
        """Return our row's result; a 207 that holds an error instead is classified like a reply."""
        results, errors = _items(reply.data, "results"), _items(reply.data, "errors")
        if errors and not results:
            raise self._row_refusal(errors[0], path, reads=False)
        return results[0] if results else None

    def _row_refusal(self, row: Any, path: str, *, reads: bool) -> DestinationError:
        reply = Reply(status=_row_status(row), data=row)
        return self.refusal(reply, f"{self.name}: POST {path}", reads=reads)

    def _update_existing(self, conflict: Conflict, properties: Mapping[str, str]) -> str:
        """Update the contact that a 409 names. Its e-mail is left: ours may be its second one."""
        message = next(_texts(conflict.reply.data, "message"), "")
        existing = re.search(r"Existing ID: ([0-9]{1,20})", message)
        if existing is None:  # lost a race against another writer
            raise Transient(conflict.detail, http_status=409) from None
        others = {key: value for key, value in properties.items() if key != "email"}
        path = f"/crm/v3/objects/contacts/{existing[1]}"
        return self._id(self.call("PATCH", path, json={"properties": others}).data, path)

    def _note(self, enquiry: Enquiry) -> dict[str, str]:
        return {
            "hs_timestamp": _timestamp(enquiry.submitted_at),
            "hs_note_body": note_html(enquiry, BODY_LIMIT),
        }

    def _task(self, enquiry: Enquiry) -> dict[str, str]:
        properties = {
            "hs_timestamp": _timestamp(enquiry.callback_due),
            "hs_task_subject": task_subject(enquiry),
            "hs_task_body": task_html(enquiry),
            "hs_task_type": "CALL" if enquiry.wants_call else "EMAIL",
            "hs_task_status": "NOT_STARTED",
            "hs_task_priority": "HIGH",
        }
        return properties | ({"hubspot_owner_id": self.owner} if self.owner else {})

    def _find_contact(self, enquiry: Enquiry) -> Ref | None:
        found = self._batch_read("contacts", [enquiry.email], "email", id_property="email")
        if not found:
            return None
        return Ref(id=str(found[0]["id"]), url=self._record_url(str(found[0]["id"])))

    def _exists(self, contact: Ref) -> bool:
        """Look, as HubSpot does not document how it refuses an association with nobody."""
        return bool(self._batch_read("contacts", [contact.id], "hs_object_id"))

    def _associated(self, step: str, contact: Ref) -> Iterator[dict[str, Any]]:
        """Yield the contact's notes or tasks, each with the property that holds its body."""
        ids = list(self._associated_ids(step, contact))
        for start in range(0, len(ids), BATCH):
            yield from self._batch_read(f"{step}s", ids[start : start + BATCH], BODIES[step])

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
            yield from (str(each["toObjectId"]) for each in self._read(reply, path, "toObjectId"))
            after = next(_texts(reply.data.get("paging"), "after"), "")
            if not after:
                return
            params["after"] = after
        raise Transient(f"{self.name}: GET {path}: more than {MOST_PAGES} pages")

    def _batch_read(
        self, kind: str, ids: list[str], wanted: str, id_property: str = ""
    ) -> list[dict[str, Any]]:
        path = f"/crm/v3/objects/{kind}/batch/read"
        body: dict[str, Any] = {
            "inputs": [{"id": each} for each in ids],
            "properties": [wanted],
            "propertiesWithHistory": [],
        }
        if id_property:
            body["idProperty"] = id_property
        reply = self.call("POST", path, json=body, reads=True)
        for row in _items(reply.data, "errors"):
            if _row_status(row) != 404:  # a record that is gone is an answer, all else is none
                raise self._row_refusal(row, path, reads=True)
        return self._read(reply, path, "id", "properties")

    def _read(self, reply: Reply, path: str, *keys: str) -> list[dict[str, Any]]:
        """Return the results of a read. "Nothing there" leads to a write, so it must be certain."""
        results = reply.data.get("results") if isinstance(reply.data, dict) else None
        if isinstance(results, list) and all(
            isinstance(each, dict) and each.keys() >= set(keys) for each in results
        ):
            return results
        raise Transient(f"{self.name}: {path}: unreadable reply", http_status=reply.status)

    def _id(self, record: Any, path: str) -> str:
        """Return the id of a record just written. Without one we cannot tell what was done."""
        if isinstance(record, dict) and record.get("id"):
            return str(record["id"])
        raise OutcomeUnknown(f"{self.name}: {path}: the reply names no record")

    def _record_url(self, contact: str) -> str:
        """Return the page of the contact; its notes and tasks are shown there too."""
        if self.base_url.startswith("http://"):
            return f"{self.base_url}/contacts/{contact}"
        if self.portal:
            return f"https://app.hubspot.com/contacts/{self.portal}/record/0-1/{contact}"
        return ""


def _contact(enquiry: Enquiry) -> dict[str, str]:
    """Return the properties we own. What is not known is left out, and so never overwritten."""
    first, _, last = " ".join(enquiry.name.split()).partition(" ")
    properties = {
        "email": enquiry.email,
        "firstname": first,
        "lastname": last,
        "company": enquiry.company.strip(),
        "phone": enquiry.phone.strip(),
    }
    return {key: value for key, value in properties.items() if value}


def _timestamp(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _remedy(error: DestinationError) -> str:
    if isinstance(error, AuthFailed):
        return SERVICE_KEY
    if isinstance(error, Transient):
        return (
            "Try again; if it lasts, look at this machine's network and at HubSpot's status page."
        )
    return "Check the host in CRM_URL: HubSpot's is api.hubapi.com."


def _row_status(row: Any) -> int:
    return ROW_STATUS.get(next(_texts(row, "category"), ""), 400)


def _items(data: Any, key: str) -> list[dict[str, Any]]:
    found = data.get(key) if isinstance(data, dict) else None
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _texts(data: Any, *keys: str) -> Iterator[str]:
    """Yield every string under one of `keys`, however deep, the outermost first.

    HubSpot puts the details of invalid properties as JSON into the text of `message`.
    """
    queue = deque([data])
    while queue:
        part = queue.popleft()
        if isinstance(part, list):
            queue.extend(part)
        elif isinstance(part, dict):
            for key, value in part.items():
                if key in keys:
                    values = value if isinstance(value, list) else [value]
                    yield from (each for each in values if isinstance(each, str))
                queue.append(_embedded(value) if key == "message" else value)


def _embedded(message: Any) -> Any:
    if not isinstance(message, str) or "[{" not in message:
        return None
    try:
        return json.JSONDecoder().raw_decode(message, message.index("[{"))[0]
    except (ValueError, RecursionError):
        return None
