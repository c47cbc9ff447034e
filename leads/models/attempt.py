"""Every try to bring a delivery to its destination."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import F

from leads.models.delivery import Delivery


class AttemptQuerySet(models.QuerySet["Attempt"]):
    def last_of_others(self, delivery: Delivery) -> Attempt | None:
        """Return how the latest try of any other delivery to the same destination ended."""
        same = self.filter(delivery__destination=delivery.destination)
        return same.exclude(delivery=delivery.pk).order_by("-pk").first()

    def repeat(self, pk: int, at: datetime) -> None:
        """Count one more try that ended like this one."""
        self.filter(pk=pk).update(times=F("times") + 1, last_at=at)


class Attempt(models.Model):
    """One try to deliver. No body and no reply: only what went how."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="attempts")
    started_at = models.DateTimeField()
    milliseconds = models.PositiveIntegerField()
    step = models.CharField(max_length=20, blank=True)
    outcome = models.CharField(max_length=40, help_text="Delivered, or the class of the error.")
    http_status = models.PositiveSmallIntegerField(null=True, blank=True)
    times = models.PositiveIntegerField(
        default=1, help_text="In a long outage, tries that end alike share one row."
    )
    last_at = models.DateTimeField(null=True, blank=True, help_text="When the last of them began.")

    objects = AttemptQuerySet.as_manager()
    wiped: ClassVar[dict[str, Any]] = {}

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.outcome} after {self.milliseconds} ms"
