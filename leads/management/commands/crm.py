"""`manage.py crm check` and `manage.py crm setup`: whether each CRM is ready, and making it so."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from leads.crm.base import Destination, DestinationError
from leads.delivery import registry


class Command(BaseCommand):
    help = "Check the CRMs that CRM_URL names, or make in one what it lacks. Nothing is delivered."
    requires_system_checks = []  # what is asked for here is another check

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=["check", "setup"])
        parser.add_argument("name", nargs="?", help="one destination, by its name; else all")

    def handle(self, *args: Any, **options: Any) -> None:
        act = self._check if options["action"] == "check" else self._setup
        ready = [act(each) for each in _chosen(options["name"])]
        if not all(ready):
            raise CommandError("Not ready. What is missing is said above.")

    def _check(self, destination: Destination) -> bool:
        problems = destination.check()
        if not problems:
            self.stdout.write(f"{destination.name}: ready")
        for problem in problems:
            self.stdout.write(f"{problem.what}\n    {problem.remedy}")
        return not problems

    def _setup(self, destination: Destination) -> bool:
        if not destination.sets_up:
            self.stdout.write(f"{destination.name}: has nothing that could be made for it")
            return True
        try:
            made = destination.setup()
        except DestinationError as error:
            self.stdout.write(error.detail)
            return False
        self.stdout.write(
            f"{destination.name}: {'made ' + ', '.join(made) if made else 'complete'}"
        )
        return True


def _chosen(name: str | None) -> list[Destination]:
    known = registry.crms()
    if not known:
        raise CommandError("CRM_URL names no CRM.")
    if name is None:
        return list(known.values())
    if name not in known:
        raise CommandError(f"No destination is called {name!r}. There are: {', '.join(known)}.")
    return [known[name]]
