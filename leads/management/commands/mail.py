"""`manage.py mail check` and `manage.py mail test ADDRESS`: whether mail leaves."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

from leads.crm.base import DestinationError
from leads.followup import transport
from leads.followup.firm import firm
from leads.followup.mail import Mail
from leads.followup.phrases import address


class Command(BaseCommand):
    help = "Try the mail server: log in and send nothing, or send one mail to an address."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=["check", "test"])
        parser.add_argument("address", nargs="?", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.MAIL_TRANSPORT:
            raise CommandError("EMAIL_URL is off: no mail is sent.")
        if options["action"] == "test":
            self._send(options["address"])
            return
        for problem in Mail().check():
            raise CommandError(f"{problem.what}\n    {problem.remedy}")
        where = "the mail server takes us" if transport.leaves() else "mail is written to files"
        self.stdout.write(f"mail: ready; {where}")

    def _send(self, to: str) -> None:
        try:
            validate_email(to)
            transport.send(_trial(to))
        except ValidationError:
            raise CommandError("Name the address that the mail goes to.") from None
        except DestinationError as error:
            raise CommandError(error.detail) from None
        self.stdout.write("Sent. When it has arrived, not as spam, mail works.")


def _trial(to: str) -> EmailMessage:
    return EmailMessage(
        subject="A trial of Leadline's mail",
        body="This mail shows that Leadline can send mail. There is nothing to do.\n",
        from_email=address(firm().firm_name, settings.EMAIL_FROM),
        to=[to],
    )
