from __future__ import annotations

import os

from django.apps import AppConfig


class LeadsConfig(AppConfig):
    name = "leads"
    verbose_name = "Leads"

    def ready(self) -> None:
        # A CRM_URL that cannot work must stop the start, not the first delivery.
        from leads.delivery import registry

        registry.load(os.environ)
