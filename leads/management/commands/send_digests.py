"""`manage.py send_digests`: the morning's list for each salesperson, once a day."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from leads.followup.digest import post_due


class Command(BaseCommand):
    help = "Mail each salesperson what is due today, once the day has begun. The worker runs it."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{post_due()} put in")
