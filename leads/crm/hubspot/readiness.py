"""Whether a HubSpot account is ready for us: credential, scopes, owner, our own properties."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from leads.crm.base import AuthFailed, DestinationError, Problem, Rejected, Transient
from leads.crm.hubspot.people import HubSpotPeople
from leads.crm.hubspot.records import OWN_FIELDS, definition

SERVICE_KEY = (
    "Make a Service Key in HubSpot (Settings > Integrations > Service Keys) with the scopes "
    "crm.objects.contacts.read and crm.objects.contacts.write, and put it in CRM_URL."
)
PROPERTIES = "/crm/v3/properties/contacts"


@dataclass(frozen=True, kw_only=True, eq=False)
class HubSpotReadiness(HubSpotPeople):
    """What is looked at before the first enquiry, and made where it is missing."""

    owner: str = ""
    own_fields: bool = False

    def check(self) -> list[Problem]:
        """Read one contact, note and task, the owner and our properties. See `Destination.check`.

        Writing is not tried, so a missing write scope shows only with the first delivery, which
        then pauses and names it.
        """
        problems: list[Problem] = []
        for kind in ("contacts", "notes", "tasks"):
            params = {"limit": "1", "properties": "hs_object_id"}
            try:
                self.call("GET", f"/crm/v3/objects/{kind}", params=params)
            except DestinationError as error:
                problems.append(_problem(error))
                if error.http_status != 403:
                    return problems  # the next read would end, or wait, the same way
        return problems + self._owner_problems() + self._field_problems()

    def setup(self) -> list[str]:
        """Make the properties that `fields=yes` fills. See `Destination.setup`."""
        missing = self._missing_fields()
        if missing:
            inputs = [definition(name) for name in missing]
            path = f"{PROPERTIES}/batch/create"
            self.refuse_rows(self.call("POST", path, json={"inputs": inputs}), path)
        return [f"contact property {name}" for name in missing]

    def check_fields(self, names: Sequence[str]) -> list[Problem]:
        """Tell which contact properties there are not. See `Destination.check_fields`."""
        missing = self._missing_fields(names)
        if not missing:
            return []
        what = f"{self.name}: HubSpot lacks contact properties: {', '.join(missing)}"
        remedy = "Make them in HubSpot (Settings > Properties > Contact), or correct the names."
        return [Problem(what=what, remedy=remedy)]

    def _missing_fields(self, wanted: Iterable[str] = OWN_FIELDS) -> list[str]:
        reply = self.call("GET", PROPERTIES, params={"archived": "false"})
        held = {each["name"] for each in self.read(reply, PROPERTIES, "name")}
        return [name for name in wanted if name not in held]

    def _owner_problems(self) -> list[Problem]:
        if not self.owner:
            return []
        try:
            self.call("GET", f"/crm/v3/owners/{self.owner}")
        except AuthFailed as error:
            remedy = "Add the scope crm.objects.owners.read to the Service Key, to have it checked."
            return [Problem(what=error.detail, remedy=remedy)]
        except Rejected:
            what = f"{self.name}: HubSpot has no owner {self.owner}, whose the tasks should be"
            remedy = "Put the user's owner id into CRM_URL (?owner=…), or leave `owner` out."
            return [Problem(what=what, remedy=remedy)]
        except DestinationError as error:
            return [_problem(error)]
        return []

    def _field_problems(self) -> list[Problem]:
        if not self.own_fields:
            return []
        try:
            missing = self._missing_fields()
        except DestinationError as error:
            return [_problem(error)]
        if not missing:
            return []
        what = f"{self.name}: HubSpot lacks contact properties: {', '.join(missing)}"
        remedy = (
            f"Type: manage.py crm setup {self.name} (scope crm.schemas.contacts.write), "
            "or leave fields=yes out of CRM_URL."
        )
        return [Problem(what=what, remedy=remedy)]


def _problem(error: DestinationError) -> Problem:
    return Problem(what=error.detail, remedy=_remedy(error))


def _remedy(error: DestinationError) -> str:
    if isinstance(error, AuthFailed):
        return SERVICE_KEY
    if isinstance(error, Transient):
        return (
            "Try again; if it lasts, look at this machine's network and at HubSpot's status page."
        )
    return "Check the host in CRM_URL: HubSpot's is api.hubapi.com."
