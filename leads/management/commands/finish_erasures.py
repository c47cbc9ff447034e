"""`manage.py finish_erasures`: a job of the worker, once a minute."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from leads.privacy import ledger
from leads.privacy.forgetting import finish_all


class Command(BaseCommand):
    help = "Remove the last that is held of people whom every destination has erased."

    def handle(self, *args: Any, **options: Any) -> None:
        finished = finish_all()
        ledger.catch_up()
        self.stdout.write(f"{finished} finished.")
