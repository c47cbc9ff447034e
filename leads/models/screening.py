"""Why an enquiry looked like spam, whether that held it back, and who let it go."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from leads.models.enquiry import Enquiry


class ScreeningQuerySet(models.QuerySet["Screening"]):
    def waiting(self) -> ScreeningQuerySet:
        """Those of enquiries that are held back until somebody has looked at them."""
        return self.filter(held=True, released_at=None)

    def release(self, enquiry: Enquiry, by: Any, now: datetime) -> bool:
        """Note who let the enquiry go. False when it was not held back, or not any more."""
        waiting = self.waiting().filter(enquiry=enquiry)
        return bool(waiting.update(released_at=now, released_by=by))


class Screening(models.Model):
    """What spoke against an enquiry when it came in. One that nothing speaks against has none."""

    enquiry = models.OneToOneField(Enquiry, on_delete=models.CASCADE, related_name="screening")
    score = models.PositiveSmallIntegerField()
    reasons = models.JSONField(help_text="Each with its points and in words; none quotes anybody.")
    held = models.BooleanField("held back", help_text="Nobody is told of it until it is released.")
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = ScreeningQuerySet.as_manager()
    wiped: ClassVar[dict[str, Any]] = {}

    def __str__(self) -> str:
        return f"Screening {self.pk}: {self.score}"

    @property
    def is_waiting(self) -> bool:
        """Whether the enquiry is held back, and nobody has let it go."""
        return self.held and self.released_at is None
