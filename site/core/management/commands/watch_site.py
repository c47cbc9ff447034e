"""`manage.py watch_site`: one look, as the worker takes it again and again."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from core.health import watch


class Command(BaseCommand):
    help = "Tell the operator of a full disk, and of backups that are no longer made."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(", ".join(watch()) or "all is well")
