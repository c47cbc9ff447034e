"""`manage.py sandbox_crm`: the practice CRM, a process of its own."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from leads.crm.sandbox import cli


class Command(BaseCommand):
    help = "Run a practice CRM on this machine: a CRM's API, a web page, faults to order."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        cli.add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        # SystemExit, not CommandError: the function has already said in one line what is wrong.
        sys.exit(cli.run(argparse.Namespace(**options)))
