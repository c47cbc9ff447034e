"""`manage.py alert_operator`: one look, as the worker takes it again and again."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from leads.followup.watching import watch


class Command(BaseCommand):
    help = "Tell the operator by mail of what needs a person. The worker runs it."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{watch()} told")
