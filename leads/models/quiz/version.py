"""The versions of a quiz that people have taken. A version never changes."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from typing import Any

from django.db import models
from django.utils import timezone

from leads.models.quiz.page import QuizPage

A_DAY = timedelta(days=1)  # longer than between a version and its first attempt


class QuizVersionQuerySet(models.QuerySet["QuizVersion"]):
    def publish(self, page: QuizPage) -> QuizVersion:
        """Return the version that holds a page which goes live as it stands, stored if it is new.

        An editor who goes back to an earlier text publishes the version of it that there is.
        """
        version = self._frozen(page.pk, page.content(), is_draft=False)
        self.filter(pk=version.pk).update(published_at=timezone.now())
        return version

    def newest(self, page: QuizPage) -> QuizVersion | None:
        """Return the version of a live page that was published last.

        None for one that went live before versions were frozen by publishing.
        """
        published = self.filter(quiz=page, is_draft=False, published_at__isnull=False)
        if page.last_published_at:
            published = published.filter(published_at__gte=page.last_published_at)
        return published.order_by("published_at").last()

    def current(self, page: QuizPage) -> QuizVersion:
        """Return the version that whoever starts a live quiz takes."""
        return self.newest(page) or self.publish(page)

    def draft(self, quiz: int | None, content: dict[str, Any]) -> QuizVersion:
        """Return a version for an editor to try: never published, and counted nowhere.

        `quiz` is the page's id, None for a page that is not saved yet.
        """
        return self._frozen(quiz, content, is_draft=True)

    def forgotten_drafts(self) -> QuizVersionQuerySet:
        """Versions that editors tried, of which no attempt is left."""
        return self.filter(is_draft=True, attempts=None, enquiries=None).filter(
            created_at__lt=timezone.now() - A_DAY
        )

    def _frozen(self, quiz: int | None, content: dict[str, Any], *, is_draft: bool) -> QuizVersion:
        version, _ = self.get_or_create(
            quiz_id=quiz,
            digest=_digest(content),
            is_draft=is_draft,
            defaults={"content": content},
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
    published_at = models.DateTimeField("last published", null=True, editable=False)

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
