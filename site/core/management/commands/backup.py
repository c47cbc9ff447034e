"""`manage.py backup`: one dated archive of database and uploads."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.backup.databases import NoSuchKind
from core.backup.making import make


class Command(BaseCommand):
    help = "Write database and uploads into one archive in BACKUP_DIR, while the site runs."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            made = make()
        except (OSError, NoSuchKind) as error:
            raise CommandError(f"No backup was made: {error}") from error
        self.stdout.write(f"{made.path}  {made.size / 1e6:.1f} MB, {made.files} files")
        for path in made.deleted:
            self.stdout.write(f"{path.name} was too old and is deleted")
