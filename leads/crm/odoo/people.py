"""The people in Odoo: who has an address, what was filed of a submission, and their erasure.

Searches of Odoo read its database itself: what was committed is found.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from leads.crm.base import AuthFailed, Erasure, Ref, Rejected
from leads.crm.brief import marker
from leads.crm.odoo.api import OdooApi

MAY_NOT = "the user may not delete; give it the group Sales / Administrator, then send again"


@dataclass(frozen=True, kw_only=True, eq=False)
class OdooPeople(OdooApi):
    """What is asked of one database about a person."""

    def find_submission(
        self, submission_id: str, email: str, refs: Mapping[str, Ref]
    ) -> Mapping[str, Sequence[Ref]]:
        """Return contact, lead and activity of a submission. See `Destination.find_submission`.

        Of a finished activity Odoo keeps a message only, which counts as well. Of contacts with
        one address, a firm and its people, say, the stored one is the person, else the oldest.
        """
        sought = marker(submission_id)
        leads = [row["id"] for row in self.found("crm.lead", [["description", "ilike", sought]])]
        tasks = self.found(
            "mail.activity", [["res_model", "=", "crm.lead"], ["note", "ilike", sought]], "res_id"
        )
        done = []
        if not tasks and leads:
            about = [["model", "=", "crm.lead"], ["res_id", "in", leads]]
            done = self.found("mail.message", [*about, ["body", "ilike", sought]], "res_id")[:1]
        return {
            "person": self._stored(refs)
            or [self.ref("res.partner", n) for n in self.partners_of(email)],
            "enquiry": [self.ref("crm.lead", each) for each in leads],
            "task": [
                Ref(id=str(row["id"]), url=self.record_url("crm.lead", row["res_id"]))
                for row in [*tasks, *done]
            ],
        }

    def erase(self, email: str, made: Sequence[Mapping[str, Ref]]) -> Erasure:
        """Delete the person's leads, with their activities, and the contact.

        See `Destination.erase`. A contact that Odoo needs, such as one with invoices, and that of
        a company are left to a person.
        """
        leads = [row["id"] for row in self.found("crm.lead", _theirs(email, made, "enquiry"))]
        if leads:
            self._delete("crm.lead", leads)
        gone: list[int] = []
        left: list[int] = []
        fields = ("is_company", "email_normalized")
        for row in self.found("res.partner", _theirs(email, made, "person"), *fields):
            ours = row.get("email_normalized") == email and not row.get("is_company")
            (gone if ours and self._deleted_contact(row["id"]) else left).append(row["id"])
        why = "which is a company, in use, or has another address by now"
        told = f"contact {', '.join(map(str, left))}, {why}" if left else ""
        return Erasure(erased=tuple(map(str, [*leads, *gone])), left=told)

    def partners_of(self, email: str) -> list[int]:
        """Return the contacts with this address that are not archived, the oldest first."""
        here = [["email_normalized", "=", email], ["active", "=", True]]
        return [row["id"] for row in self.found("res.partner", here)]

    def ref(self, model: str, number: int) -> Ref:
        """Return the record's `Ref`."""
        return Ref(id=str(number), url=self.record_url(model, number))

    def record_url(self, model: str, number: int) -> str:
        """Return the record's page, by an address that every version of Odoo understands."""
        return f"{self.base_url}/mail/view?model={model}&res_id={number}"

    def _stored(self, refs: Mapping[str, Ref]) -> list[Ref]:
        if "person" not in refs:
            return []
        found = self.found("res.partner", [["id", "=", int(refs["person"].id)]])
        return [self.ref("res.partner", row["id"]) for row in found]

    def _delete(self, model: str, ids: Sequence[int]) -> None:
        try:
            self.ask(model, "unlink", ids=ids)
        except AuthFailed as error:  # of this one call: deliveries go on without that right
            raise Rejected(f"{error.detail}: {MAY_NOT}", http_status=error.http_status) from None

    def _deleted_contact(self, number: int) -> bool:
        try:
            self._delete("res.partner", [number])
        except Rejected as error:
            if MAY_NOT in error.detail:
                raise
            return False  # Odoo needs it
        return True


def _theirs(email: str, made: Sequence[Mapping[str, Ref]], step: str) -> list[Any]:
    """Return the search for what has this address or was made by this step."""
    stored = sorted({int(refs[step].id) for refs in made if step in refs})
    return ["|", ["email_normalized", "=", email], ["id", "in", stored]]
