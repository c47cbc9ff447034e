"""Telling the operator by mail of what needs a person: once an hour a cause, and what to do."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from leads.delivery import outbox
from leads.models import Letter

AT_MOST_EVERY = timedelta(hours=1)


def tell_operator(cause: str, subject: str, text: str) -> bool:
    """Put a mail to the operator into the outbox. Returns whether it was.

    False when the operator was told of the same `cause` (such as "disk", "backup" or "paused:main",
    at most 80 characters) within the hour, and where mail is off. `subject` and `text` are plain
    English and nothing personal: what has happened, what comes of it, what to do. Blank lines part
    paragraphs.
    """
    now = timezone.now()
    with transaction.atomic():
        if Letter.objects.said_since(cause, now - AT_MOST_EVERY):
            return False
        letter = Letter.objects.create(cause=cause, subject=subject, text=text, created_at=now)
        return outbox.post(letter) is not None
