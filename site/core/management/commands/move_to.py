"""`manage.py move_to postgres://…`: the whole site from SQLite into PostgreSQL."""

from __future__ import annotations

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.backup import sqlite
from core.moving import Refused, move


class Command(BaseCommand):
    help = "Copy the whole site from SQLite into an empty PostgreSQL database."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "url", nargs="?", default="", help="postgres://…; else what MOVE_TO_URL holds"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        url = options["url"] or os.environ.get("MOVE_TO_URL", "")
        if sqlite.is_in_use():
            raise CommandError("The site is running: stop the web server and the worker first.")
        try:
            copied = move(url, self.stdout.write)
        except Refused as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{sum(copied.values())} rows in {len(copied)} tables, all there.")
        self.stdout.write("Set DATABASE_URL to the new address, then start web server and worker.")
