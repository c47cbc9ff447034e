"""The people in BottleCRM: who has an address, what was filed with them, and their erasure.

Addresses are asked for in bodies, by its search for duplicates, and so stand in no log of URLs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from leads.crm.base import AuthFailed, Erasure, Ref, Rejected, Transient
from leads.crm.bottlecrm.api import BottleApi
from leads.crm.brief import marker

MAY_NOT = "the owner of the access token may not delete it; take an administrator's token"


@dataclass(frozen=True, kw_only=True, eq=False)
class BottlePeople(BottleApi):
    """What is asked of one organisation about a person."""

    def find_submission(
        self, submission_id: str, email: str, refs: Mapping[str, Ref]
    ) -> Mapping[str, Sequence[Ref]]:
        """Return enquiries and tasks of a submission. See `Destination.find_submission`.

        An enquiry's `Ref` is that of its lead. Each is looked for at the lead, and at the contact
        that the lead became.
        """
        leads = self._leads(email, [refs])
        homes = [("lead", each) for each in leads]
        homes += [("contact", each) for each in self.known("contacts", email)]
        return {
            "enquiry": [
                self.ref(leads[0] if leads else number)
                for home, number in homes
                for _ in self._enquiries(home, number, submission_id)
            ],
            "task": [ref for lead in leads for ref in self.tasks_of(lead, submission_id)],
        }

    def erase(self, email: str, made: Sequence[Mapping[str, Ref]]) -> Erasure:
        """Delete the leads with their enquiries and tasks, and the contacts they became.

        See `Destination.erase`. A stored lead with another address by now is left to a person.
        """
        gone: list[str] = []
        left: list[str] = []
        for lead in self._leads(email, made):
            record = self.read("leads", lead, "lead_obj")
            if record is not None and str(record.get("email") or "").lower() != email:
                left.append(f"lead {lead}, which has another address by now")
            elif record is not None:
                for task in self.listed("/tasks/", "tasks", lead=lead, slim="true"):
                    self._delete("tasks", str(task["id"]))
                self._delete("leads", lead)
                gone.append(lead)
        for contact in self.known("contacts", email):
            self._delete("contacts", contact)
            gone.append(contact)
        return Erasure(erased=tuple(gone), left="; ".join(left))

    def known(self, kind: str, email: str) -> list[str]:
        """Return the ids of the leads or contacts with this address."""
        told = self.ask("POST", f"/{kind}/duplicates/", json={"email": email}, reads=True)
        hits = told.get("duplicates") if isinstance(told, dict) else None
        if not isinstance(hits, list) or not all(isinstance(hit, dict) for hit in hits):
            raise Transient(f"{self.name}: POST /api/{kind}/duplicates/: unreadable reply")
        return [str(hit["id"]) for hit in hits if str(hit.get("email")).lower() == email]

    def tasks_of(self, lead: str, submission_id: str, reference: str = "") -> list[Ref]:
        """Return the lead's tasks that carry the marker of this submission.

        With a `reference`, only tasks with that in their titles are looked into.
        """
        sought = marker(submission_id)
        where = {"lead": lead, "slim": "true"} | ({"title": reference} if reference else {})
        found = []
        for row in self.listed("/tasks/", "tasks", **where):
            task = self.read("tasks", str(row["id"]), "task_obj")
            if task is not None and sought in str(task.get("description")):
                found.append(self.ref(lead, str(row["id"])))
        return found

    def _leads(self, email: str, made: Sequence[Mapping[str, Ref]]) -> list[str]:
        """Return the leads that are there: those we know of first, then those of this address."""
        stored = [refs["enquiry"].id for refs in made if "enquiry" in refs]
        there = [each for each in stored if self.read("leads", each, "lead_obj") is not None]
        return list(dict.fromkeys([*there, *self.known("leads", email)]))

    def _enquiries(self, home: str, number: str, submission_id: str) -> Iterable[str]:
        sought = marker(submission_id)
        for row in self.listed("/interactions/", "interactions", **{home: number}):
            if row.get("kind") == "enquiry" and sought in str(row.get("body")):
                yield str(row.get("id"))

    def _delete(self, kind: str, number: str) -> None:
        try:
            self.ask("DELETE", f"/{kind}/{number}/")
        except AuthFailed as error:  # of this one record: deliveries go on without that right
            raise Rejected(f"{error.detail}: {MAY_NOT}", http_status=error.http_status) from None
        except Rejected as error:
            if error.http_status != 404:  # somebody else has just deleted it
                raise
