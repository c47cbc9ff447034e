"""EspoCRM: a lead by e-mail, a post with the whole enquiry in its stream, a task to call back.

EspoCRM keeps nothing single by itself. Its check for duplicates goes by name or e-mail, and is no
lock: 409 may mean somebody else of the same name, and two calls at once may both make a lead. So
addresses are compared, and enquiries of one person must be sent one after the other. Posts and
tasks carry the marker `ref:<submission id>`, by which `find` knows them.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from leads.crm.base import Enquiry, Ref, Rejected
from leads.crm.errors import gone
from leads.crm.espocrm import records
from leads.crm.espocrm.api import API, SETTINGS, TYPED
from leads.crm.espocrm.people import addresses
from leads.crm.espocrm.readiness import EspoReadiness
from leads.crm.http import Conflict
from leads.crm.url import DestinationURL

OPTIONAL = frozenset({"phoneNumber", "source"})  # a lead goes without them; the post has it all


@dataclass(frozen=True, kw_only=True, eq=False)
class EspoCrm(EspoReadiness):
    """One EspoCRM, or the practice CRM that speaks its dialect."""

    known_options: ClassVar[frozenset[str]] = frozenset({"owner"})
    """The query key that its URL may hold: `owner`, the id of the user whose tasks these are."""

    steps = ("person", "note", "task")
    repeatable = frozenset()
    reconciles = erases = True

    @classmethod
    def from_url(cls, url: DestinationURL) -> EspoCrm:
        """Return the destination that `url` configures. Raises `BadDestinationURL`."""
        url.require_known_options(cls.known_options)
        if not url.token.isascii() or not url.token:
            raise url.bad("credential", "write espocrm://API_KEY@host, or USER:PASSWORD@host")
        if not re.fullmatch(r"[A-Za-z0-9-]{0,36}", url.options.get("owner", "")):
            raise url.bad("query", "'owner' must be the id of a user")
        pair = base64.b64encode(f"{url.token}:{url.password}".encode()).decode()
        user = {"Espo-Authorization": pair, "Espo-Authorization-By-Token": "false"}
        return cls(
            name=url.name,
            base_url=url.base_url,
            headers=user if url.password else {"X-Api-Key": url.token},
            owner=url.options.get("owner", ""),
        )

    def run(self, step: str, enquiry: Enquiry, refs: Mapping[str, Ref]) -> Ref:
        """Do one of `steps`. See `Destination.run`.

        What was to be filed with a lead that is there no more is `Rejected`, see `gone`.
        """
        if step == "person":
            return self.ref(self._person(enquiry))
        lead = refs["person"].id
        try:
            if step == "note":
                return self.ref(lead, self.make("Note", records.post(enquiry, lead)))
            return self.ref(lead, self.make("Task", records.task(enquiry, lead, self.owner)))
        except Rejected as error:
            if self.read("Lead", lead) is not None:
                raise
            raise gone(error, "the lead is no longer in EspoCRM") from None

    def find(self, step: str, enquiry: Enquiry, refs: Mapping[str, Ref]) -> Ref | None:
        """Return what an earlier try of `step` made. See `Destination.find`."""
        if step == "person":
            return next(iter(map(self.ref, self.leads_of(enquiry.email))), None)
        return next(iter(self.carrying(step, enquiry.submission_id, refs["person"].id)), None)

    def _person(self, enquiry: Enquiry) -> str:
        values = records.lead(enquiry)
        try:
            return self._made(values)
        except Conflict as conflict:
            same = self._same_person(conflict, enquiry.email)
        if same is None:  # somebody else of the same name
            return self._made(values, anew=True)
        self._updated(same, records.known(enquiry))
        return same

    def _made(self, values: dict[str, Any], *, anew: bool = False) -> str:
        try:
            return self.make("Lead", values, anew=anew)
        except Rejected as error:
            return self.make("Lead", _without(values, error), anew=anew)

    def _updated(self, lead: str, values: dict[str, Any]) -> None:
        """Update the lead. Its address is left: ours may be its second one."""
        others = {name: value for name, value in values.items() if name != "emailAddress"}
        path = f"{API}/Lead/{lead}"
        if not others:
            return
        try:
            self.call("PUT", path, json=others)
        except Rejected as error:
            self.call("PUT", path, json=_without(others, error))

    def _same_person(self, conflict: Conflict, email: str) -> str | None:
        """Return which of the leads that look the same has this address, if one has."""
        told = conflict.reply.data
        matches = told if isinstance(told, list) else []
        for match in matches:
            number = match.get("id") if isinstance(match, dict) else None
            if not isinstance(number, str) or not re.fullmatch(r"[A-Za-z0-9-]{1,36}", number):
                continue
            record = match if email in addresses(match) else self.read("Lead", number)
            if record is not None and email in addresses(record):
                return number
        return None


def _without(values: dict[str, Any], error: Rejected) -> dict[str, Any]:
    """Return the values without the optional ones that are refused; raise what cannot be helped."""
    mapped = values.keys() - TYPED - SETTINGS
    refused = OPTIONAL.union(mapped).intersection(error.fields, values)
    if isinstance(error, Conflict) or not refused:
        raise error
    return {name: value for name, value in values.items() if name not in refused}
