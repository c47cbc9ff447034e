"""Every CRM that there is an adapter for, as the practice CRM plays it.

A CRM is one line of `CRMS`: its dialect, the address that leads to it, and by what of a request the
write of each step is known, so that a fault can be laid on it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from leads.crm.base import Enquiry, OutcomeUnknown, Ref, Transient
from leads.crm.bottlecrm import BottleCrm
from leads.crm.espocrm import EspoCrm
from leads.crm.http import HttpDestination
from leads.crm.hubspot import HubSpot
from leads.crm.odoo import Odoo
from leads.crm.sandbox.bottlecrm.records import INTAKE, MEMBER
from leads.crm.sandbox.espocrm.records import SALES
from leads.crm.url import parse_destinations
from leads.crm.webhook import SignedWebhook
from tests.sandbox import Sandbox

TOKEN = "whsec_cHJhY3RpY2VwcmFjdGljZXByYWN0aWNlcHJhY3RpY2U"
Fault = dict[str, Any]


@dataclass(frozen=True)
class Crm:
    """One CRM. `{token}` and `{port}` in its address are filled in."""

    dialect: str
    adapter: type[Any]
    address: str
    writes: Mapping[str, Fault]  # by step: `match` and `body` of a fault
    refuses_nothing: bool = field(default=False, kw_only=True)  # no reply of a 2xx is unreadable

    def connect(self, server: Sandbox, *, token: str = TOKEN, **overrides: Any) -> HttpDestination:
        """Return the adapter, connected to a running practice CRM of this dialect."""
        address = self.address.format(token=token, port=server.port)
        [url] = parse_destinations(address)
        destination: HttpDestination = self.adapter.from_url(url)
        return replace(destination, **overrides)


def _rpc(model: str) -> Fault:
    return {"body": f'"{model}", "load"'}


CRMS = {
    "hubspot": Crm(
        "hubspot",
        HubSpot,
        "hubspot+http://{token}@127.0.0.1:{port}?owner=7",
        {
            "person": {"match": "contacts/batch/upsert"},
            "note": {"match": "POST /crm/v3/objects/notes", "body": "hs_timestamp"},
            "task": {"match": "POST /crm/v3/objects/tasks", "body": "hs_timestamp"},
        },
    ),
    "odoo17": Crm(
        "odoo17",
        Odoo,
        "odoo+http://bot:{token}@127.0.0.1:{port}?db=practice&owner=7",
        {
            "person": _rpc("res.partner"),
            "enquiry": _rpc("crm.lead"),
            "task": _rpc("mail.activity"),
        },
    ),
    "odoo19": Crm(
        "odoo19",
        Odoo,
        "odoo+http://:{token}@127.0.0.1:{port}?db=practice&owner=7",
        {
            "person": {"match": "/json/2/res.partner/load"},
            "enquiry": {"match": "/json/2/crm.lead/load"},
            "task": {"match": "/json/2/mail.activity/load"},
        },
    ),
    "espocrm": Crm(
        "espocrm",
        EspoCrm,
        f"espocrm+http://{{token}}@127.0.0.1:{{port}}?owner={SALES}",
        {
            "person": {"match": "POST /api/v1/Lead"},
            "note": {"match": "POST /api/v1/Note"},
            "task": {"match": "POST /api/v1/Task"},
        },
    ),
    "bottlecrm": Crm(
        "bottlecrm",
        BottleCrm,
        f"bottlecrm+http://{{token}}:{{token}}@127.0.0.1:{{port}}?intake={INTAKE}&owner={MEMBER}",
        {
            "enquiry": {"match": "/api/public/leads/"},
            "task": {"match": "POST /api/tasks/"},
        },
    ),
    "webhook": Crm(
        "webhook",
        SignedWebhook,
        "webhook+http://:{token}@127.0.0.1:{port}/hook",
        {"event": {"match": "/hook"}},
        refuses_nothing=True,
    ),
}


def deliver(
    destination: HttpDestination, enquiry: Enquiry, refs: Mapping[str, Ref] | None = None
) -> dict[str, Ref]:
    """Do the steps that are missing in `refs`, as a worker does; return all of them.

    What is told to be worth another try is tried again, and before a step is repeated that the CRM
    does not keep single, it is looked whether an earlier try has made it.
    """
    done = dict(refs or {})
    for step in destination.steps:
        if step not in done:
            done[step] = _step(destination, step, enquiry, done)
    return done


def _step(destination: HttpDestination, step: str, enquiry: Enquiry, refs: dict[str, Ref]) -> Ref:
    for _ in range(20):
        try:
            return destination.run(step, enquiry, refs)
        except Transient:
            continue
        except OutcomeUnknown:
            made = None if step in destination.repeatable else destination.find(step, enquiry, refs)
            if made is not None:
                return made
    raise AssertionError(f"{step}: no end in twenty tries")
