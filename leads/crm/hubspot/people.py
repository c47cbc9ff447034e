"""The people in HubSpot: who has an address, what was filed with them, and their erasure.

Nobody is looked up through an address in a URL, which servers log, nor by search, which lags.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from leads.crm.base import Erasure, Ref, Rejected
from leads.crm.brief import marker
from leads.crm.hubspot.api import HubSpotApi
from leads.crm.hubspot.bodies import texts
from leads.crm.hubspot.records import BODIES

ADDRESSES = ("email", "hs_additional_emails")
GDPR_DELETE = "/crm/v3/objects/contacts/gdpr-delete"


@dataclass(frozen=True, kw_only=True, eq=False)
class HubSpotPeople(HubSpotApi):
    """What is asked of one account about a person."""

    portal: str = ""

    def find_submission(
        self, submission_id: str, email: str, refs: Mapping[str, Ref]
    ) -> Mapping[str, Sequence[Ref]]:
        """Return contact, notes and tasks of a submission. See `Destination.find_submission`.

        The stored contact is the person, whatever its address is by now.
        """
        stored = self.stored_contacts([refs])
        contacts = [self.ref(each["id"]) for each in stored]
        contacts += [each for each in self.contacts_of(email) if each not in contacts]
        return {
            "person": contacts[:1],
            **{step: self.carrying(submission_id, step, contacts) for step in BODIES},
        }

    def erase(self, email: str, made: Sequence[Mapping[str, Ref]]) -> Erasure:
        """Delete the contact for good, with its notes and tasks. See `Destination.erase`.

        By its id, which is looked up: asked to delete an address that it does not know, HubSpot
        blocks that address for ever. A contact that was given another address since is left to a
        person, as it may be somebody else by now.
        """
        ours = {each.id for each in self.contacts_of(email)}
        others = []
        for contact in self.stored_contacts(made):
            if email in _addresses(contact):
                ours.add(str(contact["id"]))
            elif str(contact["id"]) not in ours:
                others.append(str(contact["id"]))
        for each in sorted(ours):
            self._delete(each)
        left = f"contact {', '.join(others)}, which has another address by now" if others else ""
        return Erasure(erased=tuple(sorted(ours)), left=left)

    def contacts_of(self, email: str) -> list[Ref]:
        """Return the contact with this address, if there is one."""
        found = self.batch_read("contacts", [email], "email", id_property="email")
        return [self.ref(each["id"]) for each in found]

    def stored_contacts(self, made: Sequence[Mapping[str, Ref]]) -> list[dict[str, Any]]:
        """Return those of the stored contacts that still exist, each with its addresses."""
        ids = sorted({refs["person"].id for refs in made if "person" in refs})
        found = []
        for start in range(0, len(ids), 100):
            found += self.batch_read("contacts", ids[start : start + 100], *ADDRESSES)
        return found

    def carrying(self, submission_id: str, step: str, contacts: Sequence[Ref]) -> list[Ref]:
        """Return the contacts' notes or tasks that carry the marker of this submission."""
        sought = marker(submission_id)
        found = {
            str(record["id"]): Ref(id=str(record["id"]), url=self.record_url(contact.id))
            for contact in contacts
            for record in self.associated(step, contact)
            if sought in str(record["properties"])
        }
        return list(found.values())  # one may be tied to two contacts

    def ref(self, contact: Any) -> Ref:
        """Return the contact's `Ref`."""
        return Ref(id=str(contact), url=self.record_url(str(contact)))

    def record_url(self, contact: str) -> str:
        """Return the page of the contact; its notes and tasks are shown there too."""
        if self.base_url.startswith("http://"):
            return f"{self.base_url}/contacts/{contact}"
        if self.portal:
            return f"https://app.hubspot.com/contacts/{self.portal}/record/0-1/{contact}"
        return ""

    def _delete(self, contact: str) -> None:
        try:
            self.call("POST", GDPR_DELETE, json={"objectId": contact})
        except Rejected as error:
            if error.http_status != 404:  # somebody else has just deleted it
                raise


def _addresses(contact: dict[str, Any]) -> set[str]:
    held = " ".join(texts(contact["properties"], *ADDRESSES))
    return set(held.lower().replace(";", " ").split())
