"""manage.py seed_enquiries 10000: as many enquiries as a busy site has, to try and measure with."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from leads.sales import seeding


class Command(BaseCommand):
    """Adds enquiries that are marked as made up, or removes them. Nothing of them is sent."""

    help = "Adds enquiries that are marked as made up, to try and measure with; --remove ends that."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("count", nargs="?", type=int, help="how many to add")
        parser.add_argument("--remove", action="store_true", help="remove all that were added")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["remove"]:
            self.stdout.write(f"Removed {seeding.remove()} enquiries that were made up.")
        elif options["count"] and options["count"] > 0:
            seeding.add(options["count"])
            self.stdout.write(f"Added {options['count']} enquiries from @{seeding.DOMAIN}.")
        else:
            raise CommandError("Say how many: a number from 1, or --remove.")
