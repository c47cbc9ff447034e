"""The people in EspoCRM: who has an address, what was filed with them, and their erasure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from leads.crm.base import AuthFailed, Erasure, Ref, Rejected
from leads.crm.brief import marker
from leads.crm.espocrm.api import API, EspoApi
from leads.crm.espocrm.records import BLANK

MAY_NOT = "the API user's role may not edit and delete it; allow that, then send again"
OLD_POSTS = "EspoCRM lets only an administrator change old posts"


@dataclass(frozen=True, kw_only=True, eq=False)
class EspoPeople(EspoApi):
    """What is asked of one EspoCRM about a person."""

    def find_submission(
        self, submission_id: str, email: str, refs: Mapping[str, Ref]
    ) -> Mapping[str, Sequence[Ref]]:
        """Return lead, posts and tasks of a submission. See `Destination.find_submission`."""
        stored = refs["person"].id if "person" in refs else ""
        leads = [stored] if stored and self.read("Lead", stored) else []
        leads += [each for each in self.leads_of(email) if each not in leads]
        return {
            "person": [self.ref(each) for each in leads],
            "note": [each for lead in leads for each in self.carrying("note", submission_id, lead)],
            "task": [each for lead in leads for each in self.carrying("task", submission_id, lead)],
        }

    def erase(self, email: str, made: Sequence[Mapping[str, Ref]]) -> Erasure:
        """Empty and delete the leads with their posts and tasks. See `Destination.erase`.

        EspoCRM keeps what is deleted for months, marked as such, so that each record is emptied
        first. A stored lead with another address by now is left to a person.
        """
        gone: list[str] = []
        left: list[str] = []
        blank = BLANK["Lead"] | dict.fromkeys(self._own_fields())
        for lead in dict.fromkeys([*self.leads_of(email), *_stored(made)]):
            record = self.read("Lead", lead)
            if record is not None and email not in addresses(record):
                left.append(f"lead {lead}, which has another address by now")
            elif record is not None:
                left += self._erase_filed(lead)
                self._erase_one("Lead", lead, blank)
                gone.append(lead)
        return Erasure(erased=tuple(gone), left="; ".join(left))

    def leads_of(self, email: str) -> list[str]:
        """Return the leads with this address, the oldest first."""
        found = self.listed("Lead", {"emailAddress": email}, select="id", orderBy="createdAt")
        return [str(row["id"]) for row in found]

    def carrying(self, step: str, submission_id: str, lead: str) -> list[Ref]:
        """Return the lead's posts or tasks that carry the marker of this submission."""
        sought = marker(submission_id)
        rows = self._posts(lead) if step == "note" else self._tasks(lead)
        text = "post" if step == "note" else "description"
        return [self.ref(lead, str(row["id"])) for row in rows if sought in str(row.get(text))]

    def _posts(self, lead: str) -> Iterable[dict[str, Any]]:
        return self._filed(f"Lead/{lead}/stream", {}, filter="posts")

    def _tasks(self, lead: str) -> Iterable[dict[str, Any]]:
        return self._filed("Task", {"parentId": lead}, select="id,name,description")

    def _filed(self, path: str, where: dict[str, str], **more: str) -> list[dict[str, Any]]:
        try:
            return list(self.listed(path, where, **more))
        except Rejected as error:
            if error.http_status == 404:  # with the lead, its stream is gone
                return []
            raise

    def _own_fields(self) -> list[str]:
        """Return the fields that were added to leads here: what is mapped is in such."""
        params = {"key": "entityDefs.Lead.fields"}
        fields = self.call("GET", f"{API}/Metadata", params=params).data
        rows = fields.items() if isinstance(fields, dict) else ()
        return [
            str(name) for name, about in rows if isinstance(about, dict) and about.get("isCustom")
        ]

    def _erase_filed(self, lead: str) -> list[str]:
        for row in self._tasks(lead):
            self._erase_one("Task", str(row["id"]), BLANK["Task"])
        kept = []
        for row in self._posts(lead):
            try:
                self._erase_one("Note", str(row["id"]), BLANK["Note"])
            except Rejected as error:
                if error.http_status != 403:
                    raise
                kept.append(str(row["id"]))
        return [f"post {', '.join(kept)}: {OLD_POSTS}"] if kept else []

    def _erase_one(self, kind: str, number: str, blank: dict[str, Any]) -> None:
        path = f"{API}/{kind}/{number}"
        try:
            self.call("PUT", path, json=blank)
            self.call("DELETE", path)
        except AuthFailed as error:  # of this one record: deliveries go on without that right
            if error.http_status != 403:
                raise
            raise Rejected(f"{error.detail}: {MAY_NOT}", http_status=403) from None
        except Rejected as error:
            if error.http_status != 404:  # somebody else has just deleted it
                raise


def addresses(record: Mapping[str, Any]) -> set[str]:
    """Return all of a lead's addresses, in lower case."""
    more = record.get("emailAddressData")
    rows = [each for each in more if isinstance(each, dict)] if isinstance(more, list) else []
    found = [record.get("emailAddress"), *(each.get("emailAddress") for each in rows)]
    return {each.lower() for each in found if isinstance(each, str)}


def _stored(made: Sequence[Mapping[str, Ref]]) -> list[str]:
    return [refs["person"].id for refs in made if "person" in refs]
