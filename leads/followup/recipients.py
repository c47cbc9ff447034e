"""Who of the firm gets a mail about an enquiry."""

from __future__ import annotations

from collections.abc import Iterable

from leads.models import Handling, SalesPerson
from leads.models.sales import promise
from leads.models.stages import MANAGE
from leads.sales.people import with_permission


def told_of(handling: Handling | None) -> list[str]:
    """Return whom an enquiry is told: its owner and those who are told of each; else managers."""
    owner = handling.owner.email if handling and handling.owner else ""
    return unique([owner, *promise().sales.addresses]) or managers()


def everybody(handling: Handling) -> list[str]:
    """Return who is told that nobody has taken an enquiry: all who could take it, and managers."""
    team = SalesPerson.objects.filter(takes_leads=True, user__is_active=True)
    owner = handling.owner.email if handling.owner else ""
    addresses = team.values_list("user__email", flat=True)
    return unique([owner, *promise().sales.addresses, *addresses, *managers()])


def managers() -> list[str]:
    """Return the addresses of those who see to it that enquiries are answered."""
    return unique(with_permission(MANAGE).values_list("email", flat=True))


def unique(addresses: Iterable[str]) -> list[str]:
    """Return each address once, in order; blank ones are left out."""
    found: dict[str, str] = {}
    for each in filter(None, addresses):
        found.setdefault(each.lower(), each)
    return list(found.values())
