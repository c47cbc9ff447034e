"""Odoo: a contact found or made by e-mail, a lead with the whole enquiry, an activity to call back.

Each record is loaded under an external id of ours with a context that makes it once and never
writes it again: a replay is a no-op that returns the same id and leaves what sales has changed.
The external id is unique in Odoo's database, so that of two workers one makes it and one is told to
try again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from leads.crm.base import Enquiry, Misconfigured, Ref, Rejected
from leads.crm.errors import gone
from leads.crm.odoo import records
from leads.crm.odoo.api import REST, RPC
from leads.crm.odoo.readiness import OdooReadiness
from leads.crm.url import DestinationURL

MODELS = {"person": "res.partner", "enquiry": "crm.lead"}


@dataclass(frozen=True, kw_only=True, eq=False)
class Odoo(OdooReadiness):
    """One Odoo database, or the practice CRM that speaks its dialects."""

    known_options: ClassVar[frozenset[str]] = frozenset({"db", "api", "owner"})
    """The query keys that its URL may hold: `db`, the database's name, `api`, which is jsonrpc or
    json2 (else jsonrpc with a user, json2 without), and `owner`, the id of the user whose leads
    and activities these are."""

    steps = ("person", "enquiry", "task")
    repeatable = frozenset(steps)
    race_safe = reconciles = erases = True

    @classmethod
    def from_url(cls, url: DestinationURL) -> Odoo:
        """Return the destination that `url` configures. Raises `BadDestinationURL`."""
        url.require_known_options(cls.known_options)
        api = url.options.get("api", RPC if url.token else REST)
        if api not in {RPC, REST}:
            raise url.bad("query", "'api' must be jsonrpc or json2")
        if not url.password:
            raise url.bad("password", "missing; write odoo://USER:KEY@host, or odoo://:KEY@host")
        if api == RPC and not (url.token and url.options.get("db")):
            raise url.bad("credential", "JSON-RPC needs a user and a database: ?db=NAME")
        if not re.fullmatch(r"[0-9]{0,9}", url.options.get("owner", "")):
            raise url.bad("query", "'owner' must be a number")
        database = url.options.get("db", "")
        if not f"{url.password if api == REST else ''}{database}".isascii():
            raise url.bad("credential", "key and database must be without accented letters")
        headers = {"Authorization": f"bearer {url.password}", "X-Odoo-Database": database}
        return cls(
            name=url.name,
            base_url=url.base_url,
            headers={name: value for name, value in headers.items() if api == REST and value},
            api=api,
            database=database,
            login=url.token,
            key=url.password,
            owner=url.options.get("owner", ""),
        )

    def run(self, step: str, enquiry: Enquiry, refs: Mapping[str, Ref]) -> Ref:
        """Do one of `steps`. See `Destination.run`.

        What was to be filed with a record that is there no more is `Rejected`, see `gone`.
        """
        if step == "person":
            return self._person(enquiry)
        before = "person" if step == "enquiry" else "enquiry"
        try:
            return self._filed(step, enquiry, refs[before].id)
        except Rejected as error:
            if self.found(MODELS[before], [["id", "=", int(refs[before].id)]]):
                raise
            raise gone(error, "what it belongs to is no longer in Odoo") from None

    def find(self, step: str, enquiry: Enquiry, refs: Mapping[str, Ref]) -> Ref | None:
        """Return what an earlier try of `step` made. See `Destination.find`."""
        made = self.find_submission(enquiry.submission_id, enquiry.email, refs)[step]
        return made[0] if made else None

    def _filed(self, step: str, enquiry: Enquiry, before: str) -> Ref:
        if step == "enquiry":
            row = records.enquiry(enquiry, before, self._phone(enquiry, before), self.owner)
            key = records.enquiry_id(enquiry.submission_id)
            return self.ref("crm.lead", self._lead(key, row, enquiry))
        key = records.task_id(enquiry.submission_id)
        made = self.load("mail.activity", key, records.task(enquiry, before, self.owner))
        return Ref(id=str(made), url=self.record_url("crm.lead", int(before)))

    def _lead(self, key: str, row: Mapping[str, str], enquiry: Enquiry) -> int:
        """Load the lead. Odoo does not say which field it lacks: those that are mapped may be."""
        try:
            return self.load("crm.lead", key, row)
        except Misconfigured as error:
            if not enquiry.fields:
                raise
            detail = f"{error.detail}; mapped fields: {', '.join(sorted(enquiry.fields))}"
            raise Misconfigured(detail, http_status=error.http_status) from None

    def _person(self, enquiry: Enquiry) -> Ref:
        known = self.partners_of(enquiry.email)
        if known:
            return self.ref("res.partner", known[0])
        key = records.person_id(enquiry.email)
        return self.ref("res.partner", self.load("res.partner", key, records.person(enquiry)))

    def _phone(self, enquiry: Enquiry, partner: str) -> str:
        """Return the number for the lead, "" to have it take the contact's.

        Odoo copies a lead's number over that of its contact, which is not ours to change. The
        lead's description says the number that was given.
        """
        held = self.found("res.partner", [["id", "=", int(partner)]], "phone")
        number = str(held[0].get("phone") or "") if held else ""
        return "" if number else enquiry.phone
