"""Lead drills: that the whole way from the form to the CRM was walked, and how far it went."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.utils import timezone

KEPT = timedelta(days=90)
LONGEST = timedelta(minutes=10)  # one that has not ended by then ended with its process


class DrillQuerySet(models.QuerySet["Drill"]):
    def ask(self, destination: str) -> Drill:
        """Return the drill that waits for the worker already, or a new one."""
        waiting = self.filter(destination=destination, started_at=None).first()
        return waiting or self.create(destination=destination)

    def begin(self, destination: str, now: datetime) -> Drill | None:
        """Return the drill that begins now; None while another one is under way."""
        self.filter(asked_at__lt=now - KEPT).delete()
        if self.running(now).exists():
            return None
        drill = self.ask(destination)
        mine = self.filter(pk=drill.pk, started_at=None).update(started_at=now)
        drill.started_at = now
        return drill if mine else None

    def running(self, now: datetime) -> DrillQuerySet:
        """Drills that are under way."""
        return self.filter(finished_at=None, started_at__gt=now - LONGEST)

    def finished(self) -> DrillQuerySet:
        """Drills that came to an end, the latest first."""
        return self.filter(finished_at__isnull=False).order_by("-pk")


class Drill(models.Model):
    """One synthetic enquiry. What it made is gone by its end; this says how it went."""

    destination = models.CharField(max_length=40)
    asked_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    stations: Any = models.JSONField(
        default=list, help_text="In order: name, whether it was passed, words, milliseconds."
    )
    failed = models.CharField(
        "station that failed", max_length=40, blank=True, help_text="Empty: all were passed."
    )

    objects = DrillQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Drill {self.pk} to {self.destination}"
