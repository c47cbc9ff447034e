"""`manage.py privacy_notice`: what the privacy notice has to say by the settings as they are."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from leads.privacy import notice


class Command(BaseCommand):
    help = "Print the paragraphs of the privacy notice that depend on the settings."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Who receives it\n\n{notice.receivers()}\n")
        self.stdout.write(f"How long we keep it\n\n{notice.periods()}")
