"""`manage.py lead_drill`: does an enquiry still get from the form into the CRM?"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from leads.drill.walking import walk
from leads.drill.willing import NONE, willing


class Command(BaseCommand):
    help = "Send a marked enquiry the whole way, check every station, and remove it again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "destination", nargs="?", default="", help="by its name; else the first"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        destination = willing(options["destination"])
        if destination is None:
            raise CommandError(NONE)
        self.stdout.write(f"Drill to {destination.name}, which is given a made-up enquiry")
        drill = walk(destination)
        if drill is None:
            raise CommandError("Another drill is under way.")
        for each in drill.stations:
            mark = "passed" if each["ok"] else "FAILED"
            self.stdout.write(f"{mark}  {each['name']:<9} {each['ms']:>6} ms  {each['words']}")
        if drill.failed:
            raise CommandError(f"Not passed: {drill.failed}.")
