"""Whether an EspoCRM is ready for us: credential, role, owner, fields that it demands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from leads.crm.base import AuthFailed, DestinationError, Problem, Transient
from leads.crm.espocrm.api import API
from leads.crm.espocrm.people import EspoPeople

API_USER = (
    "Make an API user (Administration > API Users, authentication “API Key”) and put its key in "
    "CRM_URL."
)
ROLE = "Open Administration > Roles, and allow it in the role of the API user."
DEMANDED = "Open Administration > Entity Manager, take “Required” off it or give it a default."
RIGHTS = {
    "Lead": ("create", "read", "edit", "stream"),
    "Task": ("create", "read"),
}
SENT = {
    "Lead": {"name", "firstName", "lastName", "emailAddress", "phoneNumber", "status", "source"},
    "Task": {"name", "status", "priority", "dateEnd", "parent", "description", "assignedUser"},
}


@dataclass(frozen=True, kw_only=True, eq=False)
class EspoReadiness(EspoPeople):
    """What is looked at before the first enquiry."""

    owner: str = ""

    def check(self) -> list[Problem]:
        """Read the user's rights, the owner and the fields. See `Destination.check`."""
        try:
            return [
                *self._rights(self.call("GET", f"{API}/App/user").data),
                *self._demands("Lead"),
                *self._demands("Task"),
                *self._owner_problems(),
            ]
        except DestinationError as error:
            return [Problem(what=error.detail, remedy=_remedy(error))]

    def check_fields(self, names: Sequence[str]) -> list[Problem]:
        """Tell which fields a lead lacks: EspoCRM ignores such. See `Destination.check_fields`."""
        params = {"key": "entityDefs.Lead.fields"}
        held = self.call("GET", f"{API}/Metadata", params=params).data
        missing = [name for name in names if not isinstance(held, dict) or name not in held]
        if not missing:
            return []
        what = f"{self.name}: EspoCRM's leads have no such fields: {', '.join(missing)}"
        remedy = (
            "Make them (Administration > Entity Manager > Lead > Fields), or correct the names."
        )
        return [Problem(what=what, remedy=remedy)]

    def _rights(self, told: Any) -> Iterator[Problem]:
        acl = told.get("acl") if isinstance(told, dict) else None
        table = acl.get("table") if isinstance(acl, dict) else None
        if not isinstance(table, dict):  # an administrator may do everything
            return
        for kind, rights in RIGHTS.items():
            row = table.get(kind)
            held = row if isinstance(row, dict) else {}
            missing = [right for right in rights if held.get(right, "no") == "no"]
            if missing:
                what = f"{self.name}: the API user may not: {kind} {', '.join(missing)}"
                yield Problem(what=what, remedy=ROLE)

    def _demands(self, kind: str) -> Iterator[Problem]:
        params = {"key": f"entityDefs.{kind}.fields"}
        fields = self.call("GET", f"{API}/Metadata", params=params).data
        for name, about in fields.items() if isinstance(fields, dict) else ():
            demanded = isinstance(about, dict) and about.get("required") is True
            if demanded and name not in SENT[kind] and about.get("default") is None:
                what = f"{self.name}: {kind} demands a field that we do not fill: {name}"
                yield Problem(what=what, remedy=DEMANDED)

    def _owner_problems(self) -> Iterator[Problem]:
        remedy = "Put a user's id into CRM_URL (?owner=…): it is in the address of the user's page."
        if not self.owner:
            what = f"{self.name}: nobody is named whose tasks the calls should be"
            yield Problem(what=what, remedy=remedy)
            return
        try:
            known = self.read("User", self.owner)
        except AuthFailed as error:
            what = f"{error.detail}: the API user may not read users, and so not give them tasks"
            yield Problem(what=what, remedy=f"{ROLE} (User: Read all)")
            return
        if known is None or known.get("isActive") is False:
            what = f"{self.name}: EspoCRM has no active user {self.owner}"
            yield Problem(what=what, remedy=remedy)


def _remedy(error: DestinationError) -> str:
    if isinstance(error, AuthFailed):
        return API_USER
    if isinstance(error, Transient):
        return "Try again; if it lasts, check the host in CRM_URL and EspoCRM's own log."
    return "Check the address in CRM_URL: it is that of EspoCRM's own pages, without /api/v1."
