"""`manage.py restore FILE`: the site as it was when a backup was made."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.backup.archive import BadArchive
from core.backup.databases import NoSuchKind
from core.backup.restoring import Refused, restore


class Command(BaseCommand):
    help = "Put an archive of `manage.py backup` back. The site must be stopped."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("archive", type=Path)
        parser.add_argument("--force", action="store_true", help="also over a site that holds some")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            restore(options["archive"], options["force"], self.stdout.write)
        except (Refused, BadArchive, NoSuchKind) as error:
            raise CommandError(f"Nothing was restored. {error}") from error
        except OSError as error:
            raise CommandError(f"The restore broke off: {error}") from error
        self.stdout.write("Restored. Start the web server and the worker.")
