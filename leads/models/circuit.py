"""A destination as all workers see it: whether it may be called, and since when not.

Three things keep calls away, each by itself: a person stopped it, it asked to be left alone
(`Retry-After`), or its breaker is open because it does not answer or refuses us. While the breaker
is open, one delivery at a time probes it; the first success closes it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest


class Cause(models.TextChoices):
    NONE = "", "Works"
    OUTAGE = "outage", "Does not answer"
    REFUSED = "refused", "Refuses our credential or our set-up"
    SWITCHED_OFF = "off", "Wants no more deliveries"


class CircuitQuerySet(models.QuerySet["Circuit"]):
    def locked(self, destination: str) -> Circuit:
        """Return the destination's row, made if new, for a change in the running transaction."""
        self.get_or_create(destination=destination)
        return self.select_for_update().get(destination=destination)

    def rest(self, destination: str, until: datetime, lasts: timedelta, detail: str) -> None:
        """Have nothing sent until then. A longer rest is never cut short."""
        longer = Q(rests_until__isnull=True) | Q(rests_until__lt=until)
        self.get_or_create(destination=destination)
        self.filter(longer, destination=destination).update(
            rests_until=until, rests=lasts, rest_detail=detail
        )

    def answered(self, destination: str, forgiven: int) -> None:
        """Forget so many failures of a destination whose breaker is closed."""
        mine = self.filter(destination=destination, cause=Cause.NONE, failures__gt=0)
        mine.update(failures=Greatest(F("failures"), forgiven) - forgiven)

    def take_probe(self, circuit: Circuit, until: datetime, lasts: timedelta) -> bool:
        """Reserve the probe that is due, until then, for the caller alone."""
        due = self.filter(pk=circuit.pk, cause=circuit.cause, until=circuit.until)
        return bool(due.update(until=until, waits=lasts))


class Circuit(models.Model):
    """One destination, by name. A row is made when something about it has to be remembered."""

    destination = models.CharField(max_length=40, primary_key=True)

    stopped_at = models.DateTimeField(
        null=True, blank=True, help_text="By a person, until resumed."
    )
    rests_until = models.DateTimeField(null=True, blank=True)
    rests = models.DurationField(default=timedelta(0), help_text="How long that was meant to be.")
    rest_detail = models.TextField(blank=True)

    failures = models.PositiveIntegerField(
        default=0, help_text="Of different deliveries; a success takes away four."
    )
    last_failed = models.PositiveBigIntegerField(null=True, blank=True)
    cause = models.CharField(max_length=10, choices=Cause.choices, default=Cause.NONE, blank=True)
    since = models.DateTimeField(null=True, blank=True)
    until = models.DateTimeField(
        null=True, blank=True, help_text="The next probe; empty: not before a person resumes it."
    )
    waits = models.DurationField(default=timedelta(0), help_text="How long that was meant to be.")
    probes = models.PositiveIntegerField(default=0, help_text="That failed, since the opening.")
    error = models.CharField(max_length=40, blank=True)
    detail = models.TextField(blank=True)
    configuration = models.CharField(
        max_length=64, blank=True, help_text="Of the settings that were refused, a keyed digest."
    )

    turn_at = models.DateTimeField(
        null=True, blank=True, help_text="When the next call is due at the stated limit."
    )

    objects = CircuitQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.destination}: {self.get_cause_display()}"
