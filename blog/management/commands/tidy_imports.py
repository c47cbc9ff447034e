"""Remove uploaded files whose preview nobody came back to."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from blog.importing.waiting import sweep


class Command(BaseCommand):
    help = "Remove the uploads that have waited for their preview to be accepted for over a day."

    def handle(self, *args: Any, **options: Any) -> None:
        if removed := sweep():
            self.stdout.write(f"Uploads removed: {removed}")
