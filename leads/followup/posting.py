"""Django's own mail, such as a link to a new password: into the outbox, like all other mail.

Django sends in the middle of a request, and would keep whoever waits for it, or fail, with the mail
server. What is put in here is in the same transaction as what it is about.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone

from leads.delivery import outbox
from leads.models import Letter


class EmailBackend(BaseEmailBackend):
    """What `EMAIL_BACKEND` is set to. Returns how many were put in: none where mail is off."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        return sum(_put_in(each) for each in email_messages)


def _put_in(message: EmailMessage) -> bool:
    if message.attachments:
        raise ValueError("the outbox takes no attachments")
    html = next(
        (each.content for each in getattr(message, "alternatives", []) if "html" in each.mimetype),
        "",
    )
    with transaction.atomic():
        letter = Letter.objects.create(
            to=message.recipients(),
            subject=message.subject[:255],
            text=str(message.body),
            html=html,
            created_at=timezone.now(),
        )
        return outbox.post(letter) is not None
