"""Mails that are about no enquiry: to the operator, or those that Django and Wagtail write."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.db import models

KEPT = timedelta(days=30)


class LetterQuerySet(models.QuerySet["Letter"]):
    def said_since(self, cause: str, moment: datetime) -> bool:
        """Tell whether the operator was told of this cause at that moment or later."""
        return self.filter(cause=cause, created_at__gte=moment).exists()

    def empty(self, letter: Letter) -> None:
        """Forget the words of a letter that was sent: they may hold a link to a new password."""
        self.filter(pk=letter.pk, cause="").update(to=[], subject="", text="", html="")

    def purge(self, now: datetime) -> int:
        """Remove letters that are older than 30 days, sent or not. Returns how many."""
        return self.filter(created_at__lt=now - KEPT).delete()[0]


class Letter(models.Model):
    """One such mail, written when it was put into the outbox."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cause = models.CharField(
        max_length=80,
        blank=True,
        help_text="What the operator is told of, such as “paused:main”. Empty for all others.",
    )
    to: Any = models.JSONField(default=list, help_text="Empty: to the operator.")
    subject = models.CharField(max_length=255, blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    created_at = models.DateTimeField(db_index=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["cause", "created_at"], name="letter_cause")]

    def __str__(self) -> str:
        return f"Letter {self.cause or self.pk}"  # logs print it: no words, no address
