"""The workers that are there, by their own word."""

from __future__ import annotations

import os
import socket
from datetime import datetime, timedelta

from django.db import models

EVERY = timedelta(seconds=10)
FORGOTTEN = timedelta(days=1)  # by then a worker that ended without a word is nobody's concern


class HeartbeatQuerySet(models.QuerySet["Heartbeat"]):
    def beat(self, now: datetime) -> None:
        """Say that this process works. Written every ten seconds at most, whoever asks."""
        mine, _ = self.get_or_create(worker=_name(), defaults={"started_at": now, "at": now})
        if not mine.at <= now < mine.at + EVERY:
            self.filter(pk=mine.pk).update(at=now)
            self.filter(at__lt=now - FORGOTTEN).delete()

    def stop(self) -> None:
        """Say that this process works no more."""
        self.filter(worker=_name()).delete()

    def alive(self, now: datetime) -> HeartbeatQuerySet:
        """Workers that were heard of within the last minute."""
        return self.filter(at__gt=now - timedelta(minutes=1))


class Heartbeat(models.Model):
    """One worker process, and when it last said that it works."""

    worker = models.CharField("machine and process", max_length=120, primary_key=True)
    started_at = models.DateTimeField()
    at = models.DateTimeField()

    objects = HeartbeatQuerySet.as_manager()

    def __str__(self) -> str:
        return self.worker


def _name() -> str:
    return f"{socket.gethostname()[:100]}:{os.getpid()}"
