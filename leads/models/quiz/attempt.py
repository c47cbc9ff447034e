"""Somebody's way through a quiz."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils import timezone

from leads.models.quiz.version import QuizVersion

KEPT = timedelta(days=30)  # since the last answer, which is a promise to those who go on later
AT_ONCE = 500  # rows: others write to the database as well


def new_token() -> str:
    """Return a word for an address that nobody can guess."""
    return secrets.token_urlsafe(16)


class QuizAttemptQuerySet(models.QuerySet["QuizAttempt"]):
    def forgotten(self) -> QuizAttemptQuerySet:
        """Attempts that nobody has answered in for so long, and that led to no enquiry."""
        return self.filter(updated_at__lt=timezone.now() - KEPT, enquiries=None)

    def purge(self) -> int:
        """Remove the forgotten ones, some at a time, and return how many they were.

        What editors tried goes with them.
        """
        removed = 0
        while found := list(self.forgotten().values_list("pk", flat=True)[:AT_ONCE]):
            self.forgotten().filter(pk__in=found).delete()
            removed += len(found)
        QuizVersion.objects.forgotten_drafts().delete()
        return removed


class QuizAttempt(models.Model):
    """Somebody's way through a quiz. Anonymous: only the token in its address leads to it."""

    token = models.CharField(max_length=32, unique=True, default=new_token, editable=False)
    share = models.CharField(
        "token of the result that may be shared",
        max_length=32,
        unique=True,
        default=new_token,
        editable=False,
    )
    version = models.ForeignKey(QuizVersion, on_delete=models.PROTECT, related_name="attempts")
    is_test = models.BooleanField(
        "begun by an editor",
        default=False,
        help_text="It is in no count, and nobody is told of it.",
    )
    answers = models.JSONField(
        default=dict,
        help_text="By question: the id of an option, a list of such, or what was written.",
    )
    attribution = models.JSONField(default=dict, help_text="What led here.")
    counted: Any = models.JSONField(
        default=list, help_text="What it has come to, each counted once (leads/quiz/stations.py)."
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True, db_index=True)

    objects = QuizAttemptQuerySet.as_manager()
    wiped: ClassVar[dict[str, Any]] = {"answers": {}, "attribution": {}}

    def __str__(self) -> str:
        return f"Attempt {self.pk}"

    def result_url(self) -> str:
        """The address of what the answers come to. Nobody can guess it."""
        return reverse("leads:result", args=[self.token])
