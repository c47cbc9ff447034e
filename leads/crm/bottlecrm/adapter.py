"""BottleCRM: its lead webhook takes the enquiry, its REST API the task to call back.

The webhook keeps a submission single by its `external_id`, merges what the same person sends later
into one lead, and never writes over what a lead holds. A task has no key: it carries the marker
`ref:<submission id>`, by which `find` knows it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from leads.crm.base import Enquiry, OutcomeUnknown, Rate, Ref, Rejected
from leads.crm.bottlecrm import records
from leads.crm.bottlecrm.readiness import BottleReadiness
from leads.crm.errors import gone
from leads.crm.url import DestinationURL

RESULTS = frozenset({"created", "merged", "duplicate"})
OPTIONAL = frozenset({"company_name", "first_name", "last_name"})  # the text has them all
_ID = re.compile(r"[0-9a-fA-F-]{32,36}")


@dataclass(frozen=True, kw_only=True, eq=False)
class BottleCrm(BottleReadiness):
    """One organisation of a BottleCRM, or the practice CRM that speaks its dialect."""

    known_options: ClassVar[frozenset[str]] = frozenset({"intake", "owner", "app"})
    """The query keys that its URL may hold: `intake`, the id of the lead webhook, `owner`, the id
    of the member whose tasks these are, and `app`, the address of its web application."""

    steps = ("enquiry", "task")
    repeatable = frozenset({"enquiry"})
    race_safe = reconciles = erases = True
    rate = Rate(
        480, 60
    )  # the webhook takes 120 posts a minute, and an enquiry is four calls or more

    @classmethod
    def from_url(cls, url: DestinationURL) -> BottleCrm:
        """Return the destination that `url` configures. Raises `BadDestinationURL`."""
        url.require_known_options(cls.known_options)
        if not (url.token and url.password and f"{url.token}{url.password}".isascii()):
            raise url.bad("credential", "write bottlecrm://WEBHOOK_KEY:ACCESS_TOKEN@host")
        for key, needed in (("intake", True), ("owner", False)):
            value = url.options.get(key, "")
            if (needed or value) and not _ID.fullmatch(value):
                raise url.bad("query", f"{key!r} must be the id that BottleCRM shows")
        return cls(
            name=url.name,
            base_url=url.base_url,
            intake=url.options["intake"],
            key=url.token,
            access_token=url.password,
            owner=url.options.get("owner", ""),
            app=url.options.get("app", "").rstrip("/"),
        )

    def run(self, step: str, enquiry: Enquiry, refs: Mapping[str, Ref]) -> Ref:
        """Do one of `steps`. See `Destination.run`.

        With the task the lead gets its number, where it has none. A task whose lead is there no
        more is `Rejected`, see `gone`.
        """
        if step == "enquiry":
            return self._enquiry(enquiry)
        lead = refs["enquiry"].id
        self._fill_phone(lead, records.phone(enquiry))
        try:
            self.ask("POST", "/tasks/", json=records.task(enquiry, lead, self.owner))
        except Rejected as error:
            if "lead" not in error.fields or self.read("leads", lead, "lead_obj") is not None:
                raise
            raise gone(error, "the lead is no longer in BottleCRM") from None
        return self._just_made(enquiry, lead)

    def find(self, step: str, enquiry: Enquiry, refs: Mapping[str, Ref]) -> Ref | None:
        """Return what an earlier try of `step` made. See `Destination.find`."""
        if step == "enquiry":
            found = self.find_submission(enquiry.submission_id, enquiry.email, refs)[step]
        else:
            lead = refs["enquiry"].id
            found = self.tasks_of(lead, enquiry.submission_id, enquiry.reference)
        return found[0] if found else None

    def _enquiry(self, enquiry: Enquiry) -> Ref:
        values = records.enquiry(enquiry)
        try:
            told = self.take_in(values)
        except Rejected as error:
            optional = OPTIONAL.union(enquiry.fields)
            refused = optional.intersection(error.fields, values)
            if not refused:
                raise
            told = self.take_in({name: v for name, v in values.items() if name not in refused})
        lead = told.get("lead") if isinstance(told, dict) else None
        if isinstance(lead, str) and lead and told.get("result") in RESULTS:
            return self.ref(lead)
        raise OutcomeUnknown(f"{self.name}: lead webhook: the reply names no lead")

    def _fill_phone(self, lead: str, phone: str) -> None:
        held = self.read("leads", lead, "lead_obj") if phone else None
        if held is None or held.get("phone"):
            return
        try:
            self.ask("PATCH", f"/leads/{lead}/", json={"phone": phone})
        except Rejected as error:
            if "phone" not in error.fields:  # no number to BottleCRM; the enquiry's text has it
                raise

    def _just_made(self, enquiry: Enquiry, lead: str) -> Ref:
        """Return the task just made: BottleCRM does not say which it is.

        Whatever keeps us from reading it back, be it that no further call may go out now: made it
        was, and must not be made again.
        """
        detail = f"{self.name}: POST /api/tasks/: made, but not read back"
        try:
            found = self.tasks_of(lead, enquiry.submission_id, enquiry.reference)
        except Exception as error:  # noqa: BLE001 - see above
            status = getattr(error, "http_status", None)
            raise OutcomeUnknown(detail, http_status=status) from None
        if not found:
            raise OutcomeUnknown(detail)
        return found[0]
