"""The versions of a quiz that people have taken. A version never changes."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.db import models

from leads.models.quiz.page import QuizPage


class QuizVersionQuerySet(models.QuerySet["QuizVersion"]):
    def freeze(self, page: QuizPage, *, is_draft: bool = False) -> QuizVersion:
        """Return the version that holds the quiz as it stands, stored if it is a new one."""
        content = page.content()
        version, _ = self.get_or_create(
            quiz=page, digest=_digest(content), is_draft=is_draft, defaults={"content": content}
        )
        return version


class QuizVersion(models.Model):
    """A quiz as it once was published. Never changed: attempts and enquiries point at it."""

    quiz = models.ForeignKey(
        QuizPage, null=True, on_delete=models.SET_NULL, related_name="versions"
    )
    digest = models.CharField("SHA-256 of the content", max_length=64)
    content = models.JSONField()
    is_draft = models.BooleanField(
        "tried by an editor", default=False, help_text="Never published: it counts nowhere."
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = QuizVersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["quiz", "digest", "is_draft"], name="quiz_version_frozen_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.content['title']} ({self.created_at:%d %b %Y})"


def _digest(content: dict[str, Any]) -> str:
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
