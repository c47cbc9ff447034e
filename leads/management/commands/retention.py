"""`manage.py retention`: remove what has been kept long enough. The worker runs it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from leads.privacy.retention import carry_out, outlook


class Command(BaseCommand):
    help = "Remove what has been kept as long as the settings say."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say what would go")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["dry_run"]:
            for each in outlook():
                self.stdout.write(f"{each.now:6} now, {each.soon:6} soon  {each.purpose.name}")
            self.stdout.write("Nothing was removed. Soon is within thirty days.")
            return
        for name, count in carry_out().items():
            self.stdout.write(f"{count:6}  {name}")
