"""`manage.py remind_sales`: one look, as the worker takes it again and again."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from leads.followup.reminding import remind


class Command(BaseCommand):
    help = "Warn, and tell managers, of enquiries that wait for an answer. The worker runs it."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{remind()} reminded")
