"""Whether a BottleCRM is ready for us: lead webhook and its key, access token, owner."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from leads.crm.base import AuthFailed, DestinationError, Problem, Rejected, Transient
from leads.crm.bottlecrm.people import BottlePeople

ACCESS = (
    "Make an access token (Profile > Access tokens) with the scopes leads, contacts, tasks and "
    "interactions, each to read and to write, and put it in CRM_URL."
)
WEBHOOK = (
    "Make a lead webhook (Settings > Lead webhooks, preset “Generic”), and put its id and its key "
    "in CRM_URL."
)


@dataclass(frozen=True, kw_only=True, eq=False)
class BottleReadiness(BottlePeople):
    """What is looked at before the first enquiry."""

    owner: str = ""

    def check(self) -> list[Problem]:
        """Read a lead, a task and the lead webhook. See `Destination.check`.

        Only an administrator's token may look at the webhook; with another one, a wrong key shows
        with the first delivery.
        """
        try:
            for path in ("/leads/", "/tasks/"):
                self.ask("GET", path, params={"limit": "1", "slim": "true"})
            return [*self._webhook(), *self._owner()]
        except DestinationError as error:
            return [Problem(what=error.detail, remedy=_remedy(error))]

    def _webhook(self) -> Iterator[Problem]:
        try:
            told = self.ask("GET", f"/leads/intakes/{self.intake}/")
        except AuthFailed:
            return
        except Rejected as error:
            yield Problem(what=f"{error.detail}: no such lead webhook", remedy=WEBHOOK)
            return
        about = told if isinstance(told, dict) else {}
        if about.get("is_active") is False:
            what = f"{self.name}: the lead webhook is switched off"
            yield Problem(what=what, remedy="Switch it on (Settings > Lead webhooks).")
        if about.get("key_hint") not in {None, self.key[-4:]}:
            what = f"{self.name}: the key in CRM_URL is not the lead webhook's"
            yield Problem(what=what, remedy=WEBHOOK)

    def _owner(self) -> Iterator[Problem]:
        if not self.owner:
            return
        told = self.ask("GET", "/tasks/", params={"limit": "1", "slim": "true"})
        users = told.get("users") if isinstance(told, dict) else None
        known = {str(each.get("id")) for each in users or [] if isinstance(each, dict)}
        if known and self.owner not in known:
            what = f"{self.name}: BottleCRM has no active member {self.owner}"
            yield Problem(what=what, remedy="Put a member's id into CRM_URL (&owner=…).")


def _remedy(error: DestinationError) -> str:
    if isinstance(error, AuthFailed):
        return ACCESS
    if isinstance(error, Transient):
        return "Try again; if it lasts, check the host in CRM_URL and BottleCRM's own log."
    return "Check the host in CRM_URL: it is that of BottleCRM's API, not of its web application."
