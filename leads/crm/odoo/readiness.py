"""Whether an Odoo database is ready for us: address, version, credential, rights, owner."""

from __future__ import annotations

from dataclasses import dataclass

from leads.crm.base import (
    AuthFailed,
    DestinationError,
    Misconfigured,
    Problem,
    Transient,
)
from leads.crm.odoo.api import REST
from leads.crm.odoo.people import OdooPeople

MODELS = ("res.partner", "crm.lead", "mail.activity")
GROUPS = (
    "Give the user the groups “User types: Internal User” and “Sales: User: All Documents” "
    "(Settings > Users)."
)
KEY = (
    "Make an API key as that user (Preferences > Account Security > New API Key) and put it in "
    "CRM_URL. Keys of Odoo 19 and later end after three months at most."
)
FIRST_WITH_REST = 19


@dataclass(frozen=True, kw_only=True, eq=False)
class OdooReadiness(OdooPeople):
    """What is looked at before the first enquiry."""

    owner: str = ""

    def check(self) -> list[Problem]:
        """Read one record of each model that we write. See `Destination.check`.

        Writing is not tried, so a right to create that is missing shows with the first delivery,
        which then pauses and names the model.
        """
        try:
            version = self._major()
            if self.api == REST and 0 < version < FIRST_WITH_REST:
                what = f"{self.name}: Odoo {version} has no JSON-2"
                remedy = "Write odoo://USER:KEY@host?db=NAME, which speaks JSON-RPC."
                return [Problem(what=what, remedy=remedy)]
            for model in MODELS:
                self.ask(model, "search_read", reads=True, domain=[], fields=["id"], limit=1)
            return self._owner_problems()
        except DestinationError as error:
            return [Problem(what=error.detail, remedy=_remedy(error))]

    def _major(self) -> int:
        """Return the server's main version, 0 where it does not say: 22 has no JSON-RPC to ask."""
        try:
            major = self.version().partition(".")[0]
        except Misconfigured:
            if self.api == REST:
                return 0
            raise
        digits = "".join(filter(str.isdigit, major))
        return int(digits or 0)

    def _owner_problems(self) -> list[Problem]:
        if not self.owner:
            what = f"{self.name}: nobody is told of the calls: they would be the API user's own"
            remedy = "Put the id of the salesperson's user into CRM_URL: &owner=7"
            return [Problem(what=what, remedy=remedy)]
        if self.found("res.users", [["id", "=", int(self.owner)], ["active", "=", True]]):
            return []
        what = f"{self.name}: Odoo has no active user {self.owner}, whose the calls should be"
        return [Problem(what=what, remedy="Put the id of a user into CRM_URL: &owner=7")]


def _remedy(error: DestinationError) -> str:
    if isinstance(error, AuthFailed):
        return GROUPS if "AccessError" in error.detail else KEY
    if isinstance(error, Transient):
        return "Try again; if it lasts, check host and database, and look at Odoo's own log."
    return "Check host and database in CRM_URL, and that the app CRM is installed."
