"""`manage.py person export|erase EMAIL`: what somebody may ask for who tells us who they are."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from leads.models import Erasure, Person
from leads.privacy import finding
from leads.privacy.exporting import FORMATS, export, name_of
from leads.privacy.forgetting import forget


class Command(BaseCommand):
    help = "Hand out or erase everything that is held of the person with an e-mail address."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        give = actions.add_parser("export", help="write it as JSON, and as HTML for people")
        erase = actions.add_parser("erase", help="erase it here and in every CRM")
        for each in (give, erase):
            each.add_argument("email", help="or - to be asked: shells remember what is typed")
        give.add_argument("--to", type=Path, default=Path(), help="folder; else the current one")
        erase.add_argument("--yes", action="store_true", help="do it; without, only say what goes")

    def handle(self, *args: Any, **options: Any) -> None:
        email = input("E-mail address: ") if options["email"] == "-" else options["email"]
        person = finding.find(email)
        if person is None:
            raise CommandError(_nothing(email))
        if options["action"] == "export":
            self._export(person, options["to"])
        else:
            self._erase(person, options["yes"])
        if others := finding.also(person):
            self.stdout.write("They also gave another address, of which nothing was done:")
            self.stdout.writelines(f"    {each.email}\n" for each in others)

    def _export(self, person: Person, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for kind in FORMATS:
            file = folder / name_of(person, kind)
            with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
                out.write(export(person, kind))
            self.stdout.write(str(file))
        self.stdout.write("Delete both once they are handed over.")

    def _erase(self, person: Person, sure: bool) -> None:
        if not sure:
            for section, records in finding.held_of(person).items():
                self.stdout.write(f"{len(records):4}  {section}")
            self.stdout.write("All that names them would be erased. Add --yes to do it.")
            return
        erasure = forget(person)
        self.stdout.write(f"{erasure.reference}: erased here.")
        if erasure.finished_at is None:
            self.stdout.write("The CRM is told by the worker, and this page says when it is done:")
        self.stdout.write(settings.WAGTAILADMIN_BASE_URL + erasure.receipt_url())


def _nothing(email: str) -> str:
    if Erasure.objects.covers(email):
        return "Nothing is held under this address: it was erased."
    return "Nothing is held under this address."
