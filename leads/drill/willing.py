"""Which destinations a drill may go to: none is given made-up enquiries that did not agree."""

from __future__ import annotations

from urllib.parse import urlsplit

from leads.crm.base import Destination, DestinationError
from leads.crm.http import HttpDestination
from leads.crm.http.visiting import visit
from leads.delivery import registry

NONE = (
    "No destination takes a drill. It goes to the practice CRM, or to one whose entry in CRM_URL "
    "says drill=yes: a test account, as everything is made there and erased again."
)


def willing(name: str = "") -> Destination | None:
    """Return the first destination that takes a drill, or `name` if that does; None if none does.

    May ask a destination on this machine whether it is the practice CRM.
    """
    found = [each for each in registry.crms().values() if name in {"", each.name}]
    return next((each for each in found if _takes(each)), None)


def _takes(destination: Destination) -> bool:
    said = registry.drill(destination.name)
    return destination.erases and (_is_practice(destination) if said is None else said)


def _is_practice(destination: Destination) -> bool:
    if not isinstance(destination, HttpDestination):
        return False
    address = urlsplit(destination.base_url)
    if address.scheme != "http":  # plain http leads to this machine only
        return False
    try:
        told = visit(f"http://{address.netloc}/_practice/health", deadline=5.0)
    except DestinationError:
        return False
    return told.status in {200, 401} and "practice CRM" in told.text
