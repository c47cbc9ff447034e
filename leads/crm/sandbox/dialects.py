"""The CRMs that can be practised with, by the name of the option that chooses one."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from leads.crm.sandbox.hubspot import HubSpot
from leads.crm.sandbox.webhook import Webhook
from leads.crm.sandbox.wire import Dialect

DEFAULT = "hubspot"
DIALECTS: dict[str, Callable[[argparse.Namespace], Dialect]] = {
    "hubspot": lambda given: HubSpot(
        token=given.token, rate=given.rate, search_lag=given.search_lag
    ),
    "webhook": lambda given: Webhook(token=given.token),
}
