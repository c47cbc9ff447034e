"""The CRMs that can be practised with, by the name of the option that chooses one."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from leads.crm.sandbox.bottlecrm import BottleCrm
from leads.crm.sandbox.espocrm import EspoCrm
from leads.crm.sandbox.hubspot import HubSpot
from leads.crm.sandbox.odoo import Odoo17, Odoo19
from leads.crm.sandbox.webhook import Webhook
from leads.crm.sandbox.wire import Dialect

DEFAULT = "hubspot"
DIALECTS: dict[str, Callable[[argparse.Namespace], Dialect]] = {
    "hubspot": lambda given: HubSpot(
        token=given.token, rate=given.rate, search_lag=given.search_lag
    ),
    "bottlecrm": lambda given: BottleCrm(token=given.token),
    "espocrm": lambda given: EspoCrm(token=given.token),
    "odoo17": lambda given: Odoo17(token=given.token),
    "odoo19": lambda given: Odoo19(token=given.token),
    "webhook": lambda given: Webhook(token=given.token),
}
