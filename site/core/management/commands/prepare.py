"""`manage.py prepare`: what `make run` has Django do before it starts the site."""

from __future__ import annotations

import io
import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand

PASSWORD_BYTES = 12  # 16 characters


class Command(BaseCommand):
    help = "Bring tables, static files, starter content and the first login up to date."

    def handle(self, *args: Any, **options: Any) -> None:
        self._step("Bringing the database up to date …")
        call_command("migrate", interactive=False, verbosity=0)
        self._step("Collecting the static files …")
        call_command("collectstatic", interactive=False, verbosity=0)
        self._step("Looking after the starter content …")
        call_command("load_starter", verbosity=0)
        call_command("write_error_pages", stdout=io.StringIO())
        make_first_login(Path(settings.VAR_DIR) / "admin-password")

    def _step(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()


def make_first_login(password_file: Path) -> None:
    """Make the superuser `admin` if there is no superuser, and leave its password in this file.

    Whoever starts the site shows the password and removes the file.
    """
    users = get_user_model()._default_manager
    if users.filter(is_superuser=True).exists():
        return
    password = secrets.token_urlsafe(PASSWORD_BYTES)
    password_file.unlink(missing_ok=True)
    password_file.touch(mode=0o600)
    password_file.write_text(password)
    # Where mails are shown and not sent, alerts go to somebody, too. Nobody has this address.
    email = "admin@leadline.invalid" if settings.MAIL_PAGE else ""
    users.create_superuser("admin", email=email, password=password)
