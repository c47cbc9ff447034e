"""Asking the worker whether a destination is ready: the admin itself never calls one."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.utils import timezone

LOST = timedelta(minutes=2)  # a check that began so long ago has ended with its worker
KEPT = timedelta(days=7)


class CheckRunQuerySet(models.QuerySet["CheckRun"]):
    def ask(self, destination: str, now: datetime) -> CheckRun:
        """Return the check that is asked for: the one that waits already, or a new one."""
        self.filter(asked_at__lt=now - KEPT).delete()
        waiting = self.filter(destination=destination, started_at=None).first()
        return waiting or self.create(destination=destination, asked_at=now)

    def take(self, now: datetime) -> CheckRun | None:
        """Return the next check to carry out, for the caller alone; None when none is asked for."""
        lost = models.Q(started_at__lt=now - LOST, finished_at=None)
        for each in self.filter(models.Q(started_at=None) | lost).order_by("pk"):
            mine = self.filter(pk=each.pk, started_at=each.started_at)
            if mine.update(started_at=now):
                return each
        return None

    def last(self, destination: str) -> CheckRun | None:  # type: ignore[override]
        """Return the latest check of a destination."""
        return self.filter(destination=destination).order_by("-pk").first()


class CheckRun(models.Model):
    """One check of a destination, asked for in the admin and carried out by the worker."""

    destination = models.CharField(max_length=40)
    asked_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    problems: Any = models.JSONField(
        default=list, help_text="What is wrong and what can be done, in words."
    )

    objects = CheckRunQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Check of {self.destination}"
