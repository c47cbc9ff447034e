"""HubSpot: a contact upserted by e-mail, a note with the whole enquiry, a task to call back.

Only the contact has a key that HubSpot keeps single. Note and task carry the marker
`ref:<submission id>` in their text instead, and `find` looks for it through the contact's
associations, which are consistent at once. HubSpot's search is not, so it is never asked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from leads.crm.base import (
    AuthFailed,
    DestinationError,
    Enquiry,
    Problem,
    Ref,
    Rejected,
    Transient,
)
from leads.crm.brief import marker
from leads.crm.http import Conflict
from leads.crm.hubspot import records
from leads.crm.hubspot.api import HubSpotApi
from leads.crm.hubspot.bodies import texts
from leads.crm.url import DestinationURL

NOTE_TO_CONTACT, TASK_TO_CONTACT = 202, 204  # HubSpot's own association types
SERVICE_KEY = (
    "Make a Service Key in HubSpot (Settings > Integrations > Service Keys) with the scopes "
    "crm.objects.contacts.read and crm.objects.contacts.write, and put it in CRM_URL."
)


@dataclass(frozen=True, kw_only=True, eq=False)
class HubSpot(HubSpotApi):
    """One HubSpot account, or the practice CRM that speaks its dialect."""

    known_options: ClassVar[frozenset[str]] = frozenset({"owner", "portal"})
    """The query keys that its URL may hold: `owner`, the id of the user whose tasks these are, and
    `portal`, the account's number, which makes links to its records."""

    steps = ("person", "note", "task")
    repeatable = frozenset({"person"})

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
        properties = records.note(enquiry) if step == "note" else records.task(enquiry, self.owner)
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
        return Ref(id=self.id_of(reply.data, path), url=self._record_url(contact.id))

    def find(self, step: str, enquiry: Enquiry, refs: Mapping[str, Ref]) -> Ref | None:
        """Return what an earlier try of `step` made. See `Destination.find`."""
        if step == "person":
            return self._find_contact(enquiry)
        contact, sought = refs["person"], marker(enquiry.submission_id)
        for record in self.associated(step, contact):
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

    def _upsert(self, enquiry: Enquiry) -> Ref:
        path = "/crm/v3/objects/contacts/batch/upsert"
        properties = records.contact(enquiry)
        row = {"idProperty": "email", "id": enquiry.email, "properties": properties}
        try:
            reply = self.call("POST", path, json={"inputs": [row]})
            contact = self.id_of(self.row(reply, path), path)
        except Conflict as conflict:
            contact = self._update_existing(conflict, properties)
        return Ref(id=contact, url=self._record_url(contact))

    def _update_existing(self, conflict: Conflict, properties: Mapping[str, str]) -> str:
        """Update the contact that a 409 names. Its e-mail is left: ours may be its second one."""
        message = next(texts(conflict.reply.data, "message"), "")
        existing = re.search(r"Existing ID: ([0-9]{1,20})", message)
        if existing is None:  # lost a race against another writer
            raise Transient(conflict.detail, http_status=409) from None
        others = {key: value for key, value in properties.items() if key != "email"}
        path = f"/crm/v3/objects/contacts/{existing[1]}"
        return self.id_of(self.call("PATCH", path, json={"properties": others}).data, path)

    def _find_contact(self, enquiry: Enquiry) -> Ref | None:
        found = self.batch_read("contacts", [enquiry.email], "email", id_property="email")
        if not found:
            return None
        return Ref(id=str(found[0]["id"]), url=self._record_url(str(found[0]["id"])))

    def _exists(self, contact: Ref) -> bool:
        """Look, as HubSpot does not document how it refuses an association with nobody."""
        return bool(self.batch_read("contacts", [contact.id], "hs_object_id"))

    def _record_url(self, contact: str) -> str:
        """Return the page of the contact; its notes and tasks are shown there too."""
        if self.base_url.startswith("http://"):
            return f"{self.base_url}/contacts/{contact}"
        if self.portal:
            return f"https://app.hubspot.com/contacts/{self.portal}/record/0-1/{contact}"
        return ""


def _remedy(error: DestinationError) -> str:
    if isinstance(error, AuthFailed):
        return SERVICE_KEY
    if isinstance(error, Transient):
        return (
            "Try again; if it lasts, look at this machine's network and at HubSpot's status page."
        )
    return "Check the host in CRM_URL: HubSpot's is api.hubapi.com."
