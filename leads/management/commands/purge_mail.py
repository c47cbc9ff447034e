"""`manage.py purge_mail`: forget mails that are older than 30 days."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from leads.followup import files
from leads.models import Letter


class Command(BaseCommand):
    help = "Remove mails in VAR_DIR/mail and letters that are older than 30 days."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{files.purge() + Letter.objects.purge(timezone.now())} removed")
