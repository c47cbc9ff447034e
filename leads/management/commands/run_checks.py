"""`manage.py run_checks`: carry out the checks of CRMs that were asked for in the admin."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from leads.delivery.checking import run_asked


class Command(BaseCommand):
    help = "Carry out the checks of CRMs that were asked for in the admin. The worker runs it."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{run_asked()} checked")
