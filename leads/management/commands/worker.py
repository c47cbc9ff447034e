"""`manage.py worker`: brings enquiries from the outbox to their destinations."""

from __future__ import annotations

import os
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import connection, connections

from core.garbage import spare_what_is_loaded
from leads.delivery import payload
from leads.delivery.isolation import send_one
from leads.delivery.parent import Parent
from leads.delivery.worker import Worker, drain


class Command(BaseCommand):
    help = "Deliver enquiries until SIGTERM or Ctrl-C, and run the jobs that come round."
    requires_system_checks = []  # the web server's business, and a restart must be quick

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--threads", type=int, default=8, help="calls at a time, beside mail")
        parser.add_argument("--once", action="store_true", help="send what is due now, then end")
        parser.add_argument(
            "--isolated",
            action="store_true",
            help="send one delivery that ends its workers, then end; the worker starts this itself",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"]:
            tries = drain()
            self.stdout.write(f"{tries} {'try' if tries == 1 else 'tries'} made.")
            return
        if options["isolated"]:
            send_one()
            return
        let_go()  # no connection may be shared with the child
        payload.load_ahead()
        spare_what_is_loaded()  # here, so that the child shares it with its parent
        supervisor = os.environ.get("LEADLINE_SUPERVISOR_PID", "")
        parent = Parent(
            lambda lifeline: Worker(max(1, options["threads"])).run(lifeline),
            int(supervisor) if supervisor.isdigit() else None,
        )
        sys.exit(parent.run())


def let_go() -> None:
    """Close every connection, those that PostgreSQL's pool keeps and its threads too."""
    connections.close_all()
    if connection.vendor == "postgresql":
        connection.close_pool()  # type: ignore[attr-defined]  # PostgreSQL's alone has it
