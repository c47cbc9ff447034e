"""Which of what we know goes into which field of a CRM, and every version of that there was."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

Row = dict[str, str]  # source, field, type, policy, translations

FIELD_NAME = RegexValidator(
    r"^[A-Za-z][A-Za-z0-9_]*\Z",
    "A field's name, as the CRM's own API calls it: letters, digits and _, no spaces.",
)


class FieldType(models.TextChoices):
    TEXT = "text", "Text"
    NUMBER = "number", "Number"
    DATE = "date", "Date"
    YES_NO = "yes_no", "Yes or no"
    CHOICE = "choice", "Choice"


class Policy(models.TextChoices):
    ALWAYS = "always", "Whenever it is known"
    FIRST = "first", "With a person's first enquiry only"


class FieldMapping(ClusterableModel):
    """The mapping of one destination, as it is edited. What is sent goes by `MappingVersion`."""

    destination = models.CharField(
        max_length=40, unique=True, help_text="The CRM, by the name it has in CRM_URL."
    )

    class Meta:
        verbose_name = "field mapping"
        ordering = ["destination"]

    def __str__(self) -> str:
        return f"Fields of {self.destination}"

    def content(self) -> list[Row]:
        """Return the rows in their order, as plain JSON values."""
        return [
            {
                "source": row.source,
                "field": row.field,
                "type": row.type,
                "policy": row.policy,
                "translations": row.translations,
            }
            for row in sorted(self.rows.all(), key=lambda row: row.sort_order or 0)
        ]


class MappedField(Orderable):
    """One field of the CRM and what goes into it."""

    mapping = ParentalKey(FieldMapping, on_delete=models.CASCADE, related_name="rows")
    source = models.CharField("what we know", max_length=160)
    field = models.CharField(
        "field in the CRM",
        max_length=100,
        validators=[FIELD_NAME],
        help_text="By the name that the CRM's API knows it by, such as backup_state.",
    )
    type = models.CharField(max_length=10, choices=FieldType.choices, default=FieldType.TEXT)
    policy = models.CharField("sent", max_length=10, choices=Policy.choices, default=Policy.ALWAYS)
    translations = models.TextField(
        "values",
        blank=True,
        help_text="For a choice: “our words = the CRM's value”, one a line. What is not listed is "
        "then not sent. Left empty, our words are sent.",
    )

    class Meta(Orderable.Meta):
        verbose_name = "field"

    def __str__(self) -> str:
        return f"{self.source} → {self.field}"


class MappingVersionQuerySet(models.QuerySet["MappingVersion"]):
    def current(self, destination: str) -> MappingVersion | None:
        """Return the version that is sent by now; None where nothing was ever mapped."""
        return self.latest_first(destination).first()

    def latest_first(self, destination: str) -> MappingVersionQuerySet:
        """Return all versions of a destination's mapping, the current one first."""
        return self.filter(destination=destination).order_by("-number")

    def freeze(self, destination: str, rows: list[Row]) -> MappingVersion:
        """Return the version with these rows, stored if they differ from the current one.

        Call it in the transaction that stores the rows themselves.
        """
        last = self.current(destination)
        digest = _digest(rows)
        if last is not None and last.digest == digest:
            return last
        number = 1 + (last.number if last else 0)
        return self.create(destination=destination, number=number, digest=digest, rows=rows)


class MappingVersion(models.Model):
    """A mapping as it once was. Never changed: deliveries point at the one they were sent by."""

    destination = models.CharField(max_length=40)
    number = models.PositiveIntegerField("version")
    digest = models.CharField("SHA-256 of the rows", max_length=64)
    rows: Any = models.JSONField()
    created_at = models.DateTimeField(default=timezone.now)

    objects = MappingVersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["destination", "number"], name="mapping_version_once")
        ]

    def __str__(self) -> str:
        return f"Fields of {self.destination}, version {self.number}"


def _digest(rows: list[Row]) -> str:
    text = json.dumps(rows, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
