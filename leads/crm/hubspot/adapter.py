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

from leads.crm.base import Enquiry, Rate, Ref, Rejected, Transient
from leads.crm.errors import gone
from leads.crm.http import Conflict
from leads.crm.hubspot import records
from leads.crm.hubspot.bodies import texts
from leads.crm.hubspot.readiness import HubSpotReadiness
from leads.crm.url import DestinationURL

NOTE_TO_CONTACT, TASK_TO_CONTACT = 202, 204  # HubSpot's own association types


@dataclass(frozen=True, kw_only=True, eq=False)
class HubSpot(HubSpotReadiness):
    """One HubSpot account, or the practice CRM that speaks its dialect."""

    known_options: ClassVar[frozenset[str]] = frozenset({"owner", "portal", "fields"})
    """The query keys that its URL may hold: `owner`, the id of the user whose tasks these are,
    `portal`, the account's number, which makes links to its records, and `fields=yes`, which also
    fills the properties that `setup` makes."""

    steps = ("person", "note", "task")
    repeatable = frozenset({"person"})
    race_safe = reconciles = erases = sets_up = True
    rate = Rate(100, 10)  # of a private app on the free tier; a larger account has 190

    @classmethod
    def from_url(cls, url: DestinationURL) -> HubSpot:
        """Return the destination that `url` configures. Raises `BadDestinationURL`."""
        url.require_known_options(cls.known_options)
        if url.password or not url.token:
            raise url.bad("password", "HubSpot takes a token only; write a : in it as %3A")
        if not url.token.isascii() or " " in url.token:
            raise url.bad("credential", "a HubSpot token has no spaces or accented letters")
        for key in ("owner", "portal"):
            if not re.fullmatch(r"[0-9]{0,20}", url.options.get(key, "")):
                raise url.bad("query", f"{key!r} must be a number")
        return cls(
            name=url.name,
            base_url=url.base_url,
            headers={"Authorization": f"Bearer {url.token}"},
            owner=url.options.get("owner", ""),
            portal=url.options.get("portal", ""),
            own_fields=url.switch("fields"),
        )

    def run(self, step: str, enquiry: Enquiry, refs: Mapping[str, Ref]) -> Ref:
        """Do one of `steps`. See `Destination.run`.

        A note or task whose contact was deleted or erased meanwhile is `Rejected`, see `gone`.
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
            raise gone(error, "the contact is no longer in HubSpot") from None
        return Ref(id=self.id_of(reply.data, path), url=self.record_url(contact.id))

    def find(self, step: str, enquiry: Enquiry, refs: Mapping[str, Ref]) -> Ref | None:
        """Return what an earlier try of `step` made. See `Destination.find`."""
        if step == "person":
            return next(iter(self.contacts_of(enquiry.email)), None)
        found = self.carrying(enquiry.submission_id, step, [refs["person"]])
        return found[0] if found else None

    def _upsert(self, enquiry: Enquiry) -> Ref:
        path = "/crm/v3/objects/contacts/batch/upsert"
        own = self.own_fields and not enquiry.minimal
        properties = records.contact(enquiry, own_fields=own)
        row = {"idProperty": "email", "id": enquiry.email, "properties": properties}
        try:
            reply = self.call("POST", path, json={"inputs": [row]})
            contact = self.id_of(self.row(reply, path), path)
        except Conflict as conflict:
            contact = self._update_existing(conflict, properties)
        return self.ref(contact)

    def _update_existing(self, conflict: Conflict, properties: Mapping[str, str]) -> str:
        """Update the contact that a 409 names. Its e-mail is left: ours may be its second one."""
        message = next(texts(conflict.reply.data, "message"), "")
        existing = re.search(r"Existing ID: ([0-9]{1,20})", message)
        if existing is None:  # lost a race against another writer
            raise Transient(conflict.detail, http_status=409) from None
        others = {key: value for key, value in properties.items() if key != "email"}
        path = f"/crm/v3/objects/contacts/{existing[1]}"
        return self.id_of(self.call("PATCH", path, json={"properties": others}).data, path)

    def _exists(self, contact: Ref) -> bool:
        """Look, as HubSpot does not document how it refuses an association with nobody."""
        return bool(self.batch_read("contacts", [contact.id], "hs_object_id"))
