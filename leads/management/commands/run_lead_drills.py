"""`manage.py run_lead_drills`: the drill that is due, if one is. The worker runs it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from leads.drill.walking import walk_due


class Command(BaseCommand):
    help = "Do the lead drill that is due by the clock or was asked for in the admin."

    def handle(self, *args: Any, **options: Any) -> None:
        drill = walk_due()
        self.stdout.write(f"drill {drill.failed or 'passed'}" if drill else "none is due")
