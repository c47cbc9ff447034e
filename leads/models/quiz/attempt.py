"""Somebody's way through a quiz."""

from __future__ import annotations

import secrets

from django.db import models

from leads.models.quiz.version import QuizVersion


def new_token() -> str:
    """Return a word for an address that nobody can guess."""
    return secrets.token_urlsafe(16)


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
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"Attempt {self.pk}"
