"""`manage.py reconcile`: is every enquiry in every CRM, once?"""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from leads.delivery import registry
from leads.delivery.reconciling import compared, reconcile
from leads.management.moments import moment
from leads.management.progress import Bar


class Command(BaseCommand):
    help = "Compare our enquiries with each CRM. Ends with 1 if anything is missing or double."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--destination", default="", help="only this one")
        parser.add_argument("--since", type=moment, help="2026-11-26T09:00 or '2 days'")

    def handle(self, *args: Any, **options: Any) -> None:
        wanted = options["destination"]
        found = [each for each in registry.crms().values() if wanted in {"", each.name}]
        if not found:
            raise CommandError(f"No destination {wanted or 'is set up'}: see CRM_URL.")
        differences = 0
        for destination in found:
            if not destination.reconciles:
                self.stdout.write(f"{destination.name}: it cannot be asked what it holds.")
                continue
            total = compared(destination, options["since"]).count()
            with Bar(self.stderr, total) as bar:
                findings = list(reconcile(destination, options["since"], bar.show))
            for finding in findings:
                self.stdout.write(f"{destination.name}: {finding.reference} {finding.what}")
            self.stdout.write(f"{destination.name}: {total} compared, {len(findings)} differences")
            differences += len(findings)
        if differences:
            sys.exit(1)
