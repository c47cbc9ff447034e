"""`manage.py after_restore`: what a copy of the database cannot know. `restore` runs it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from leads.delivery import outbox
from leads.privacy.replaying import replay


class Command(BaseCommand):
    help = "Erase again whoever was erased since the copy was made, and send nothing twice."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{replay()} erasures carried out again.")
        self.stdout.write(f"{outbox.look_first()} deliveries are looked for before they are sent.")
