"""Write down what visitors are shown while the site cannot answer."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from core.away import write_down


class Command(BaseCommand):
    help = "Write the firm's number and the page for the proxy into VAR_DIR/errors/."

    def handle(self, *args: Any, **options: Any) -> None:
        if write_down():
            self.stdout.write("Error pages written.")
