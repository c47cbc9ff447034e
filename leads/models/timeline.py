"""What was done about an enquiry, by whom and when. Append-only.

That it was received and how its deliveries fare is not copied here: whoever shows it reads it from
where it is kept.
"""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from leads.models.enquiry import Enquiry


class Happening(models.TextChoices):
    """What an event tells."""

    WARNED = "warned", "Warned that it is soon due"
    BREACHED = "breached", "Not answered in time"
    ESCALATED = "escalated", "Everybody was told"
    CLAIMED = "claimed", "Taken"
    ASSIGNED = "assigned", "Assigned"
    UNASSIGNED = "unassigned", "Given back"
    RELEASED = "released", "Released"
    CALLED = "called", "Rung"
    RANG = "rang", "They rang"
    MAILED = "mailed", "Written to"
    NOTE = "note", "Note"
    NEXT_STEP = "next_step", "Next step"
    OUTCOME = "outcome", "Outcome"
    REOPENED = "reopened", "Opened again"


class Event(models.Model):
    """One thing that was done. `key` is minted with the form: sent twice, it is one event."""

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField(default=timezone.now)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Empty: Leadline itself.",
    )
    kind = models.CharField(max_length=12, choices=Happening.choices)
    text = models.TextField(blank=True)
    data = models.JSONField(default=dict)

    wiped: ClassVar[dict[str, Any]] = {"text": "", "data": {}}

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.kind} of {self.enquiry_id}"
