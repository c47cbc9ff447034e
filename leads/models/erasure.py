"""That a person was erased: proof of it, and nothing by which they could be found."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.crypto import salted_hmac

from leads.models.person import Person, normalised


class ErasureQuerySet(models.QuerySet["Erasure"]):
    def open(self) -> ErasureQuerySet:
        """Erasures that some destination has yet to carry out."""
        return self.filter(finished_at=None)

    def covers(self, email: str) -> bool:
        """Tell whether the person with this address was ever erased."""
        return self.filter(fingerprint=fingerprint(email)).exists()


class Erasure(models.Model):
    """One request to be forgotten, and when it had been carried out everywhere.

    Kept after the person is gone, so that a backup that is restored can be made to forget again.
    """

    token = models.CharField("token of the receipt's address", max_length=32, unique=True)
    reference = models.CharField(max_length=12, unique=True)
    person = models.ForeignKey(
        Person, null=True, on_delete=models.SET_NULL, related_name="erasures"
    )
    fingerprint = models.CharField("HMAC of the address", max_length=64, db_index=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Empty when the person did it themselves.",
    )
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = ErasureQuerySet.as_manager()
    wiped: ClassVar[dict[str, Any]] = {}

    class Meta:
        ordering = ["-asked_at"]

    def __str__(self) -> str:
        return self.reference

    def receipt_url(self) -> str:
        """The address of the page that says how far the erasure is. It holds nothing personal."""
        return reverse("leads:erased", args=[self.token])


def fingerprint(email: str) -> str:
    """Return what an address can be recognised by, and not be read from."""
    return next(fingerprints(email))


def fingerprints(email: str) -> Iterator[str]:
    """Yield the fingerprint under our key, then those under keys of ours that went before it."""
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        made = salted_hmac("leads.erasure", normalised(email), secret=key, algorithm="sha256")
        yield made.hexdigest()
