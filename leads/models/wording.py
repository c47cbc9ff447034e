"""The wordings of the consent boxes: each that was ever shown, numbered in the order they came."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from django.db import models
from django.utils import timezone


class ConsentWordingQuerySet(models.QuerySet["ConsentWording"]):
    def versions_of(self, boxes: Sequence[Mapping[str, str]]) -> dict[str, ConsentWording]:
        """Return the version that each box was shown in, by `digest_of`; new ones are stored.

        Each box holds `purpose`, `channel` and the exact `wording`. One query where all are known.
        """
        asked = {digest_of(box): box for box in boxes}
        found = {each.digest: each for each in self.filter(digest__in=asked)}
        for digest, box in asked.items():
            if digest not in found:
                fields = {key: box[key] for key in ("purpose", "channel", "wording")}
                found[digest], _ = self.get_or_create(
                    digest=digest, defaults={**fields, "number": self._next(box)}
                )
        return found

    def _next(self, box: Mapping[str, str]) -> int:
        return 1 + self.filter(purpose=box["purpose"], channel=box["channel"]).count()

    def with_answers(self) -> ConsentWordingQuerySet:
        """With `given` and `refused`, how often people ticked the box or left it; newest first.

        The order is said here: a query that counts in groups forgets the one of the model.
        """
        counted = {
            name: models.Count("events", filter=models.Q(events__given=given))
            for name, given in (("given", True), ("refused", False))
        }
        return self.annotate(**counted).order_by("purpose", "channel", "-number")


class ConsentWording(models.Model):
    """One wording of one box, as it was shown. Edited in the settings it becomes the next one.

    "What they were told" (UK GDPR Art. 7(1); ICO, How should we obtain, record and manage
    consent?) must stand as it was, whatever the box says today.
    """

    purpose = models.CharField(max_length=20)
    channel = models.CharField(max_length=20)
    number = models.PositiveIntegerField("version")
    wording = models.TextField()
    digest = models.CharField("SHA-256", max_length=64, unique=True)
    first_shown_at = models.DateTimeField("first answered", default=timezone.now)

    objects = ConsentWordingQuerySet.as_manager()

    class Meta:
        ordering = ["purpose", "channel", "-number"]

    def __str__(self) -> str:
        return f"{self.purpose} by {self.channel}, version {self.number}"


def digest_of(box: Mapping[str, str]) -> str:
    """Return what tells one wording of a box from another."""
    text = "\n".join((box["purpose"], box["channel"], box["wording"]))
    return hashlib.sha256(text.encode()).hexdigest()
