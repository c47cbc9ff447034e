"""The outbox: what has to reach which destination, and every try to bring it there.

pending ─▶ leased ─▶ delivered        held (looks like spam), cancelled (person erased)
   ▲         │ ├───▶ retry ─▶ leased   dead: a person must act, and a resend makes it pending
   └─resend──┘ └───▶ unknown ─▶ leased, which looks before it repeats
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import models
from django.db.models import Exists, OuterRef, Q

from leads.models.enquiry import Enquiry
from leads.models.person import Person


class State(models.TextChoices):
    PENDING = "pending", "Waiting"
    LEASED = "leased", "Being sent"
    RETRY = "retry", "Trying again"
    UNKNOWN = "unknown", "Checking whether it arrived"
    DELIVERED = "delivered", "Delivered"
    DEAD = "dead", "Failed"
    HELD = "held", "Held back"
    CANCELLED = "cancelled", "Cancelled"


WAITING = (State.PENDING, State.RETRY, State.UNKNOWN)
LIVE = (*WAITING, State.LEASED)


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def claimable(self, destination: str, now: datetime) -> DeliveryQuerySet:
        """Deliveries that may be sent now, oldest due first.

        Due ones, and those whose worker stopped renewing its lease; never one whose person has an
        earlier delivery to the same destination still under way.
        """
        earlier = Delivery.objects.filter(
            destination=OuterRef("destination"),
            person=OuterRef("person"),
            sequence__lt=OuterRef("sequence"),
            state__in=LIVE,
        )
        free = ~Q(state=State.LEASED) | Q(lease_until__lte=now)
        return self.filter(
            free,
            ~Exists(earlier),
            destination=destination,
            kind="deliver",
            state__in=LIVE,
            due_at__lte=now,
        ).order_by("due_at", "pk")

    def earlier(self, delivery: Delivery) -> DeliveryQuerySet:
        """Deliveries that must reach the same destination first: the person's earlier ones."""
        return self.filter(
            destination=delivery.destination,
            person=delivery.person_id,
            sequence__lt=delivery.sequence,
            state__in=LIVE,
        )

    def held(self, pk: int, lease: UUID) -> DeliveryQuerySet:
        """The one delivery, as long as this lease is still the one that holds it."""
        return self.filter(pk=pk, lease=lease, state=State.LEASED)

    def waiting(self) -> DeliveryQuerySet:
        """Deliveries that the worker will come to by itself."""
        return self.filter(state__in=WAITING)

    def restartable(self) -> DeliveryQuerySet:
        """Deliveries that nothing more happens to until a person decides."""
        return self.filter(state__in=[State.DEAD, State.HELD])


class Delivery(models.Model):
    """One enquiry on its way to one destination: ids and state, the words stay in `Enquiry`."""

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="deliveries")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="deliveries")
    sequence = models.PositiveIntegerField(help_text="The enquiry's number among the person's.")
    destination = models.CharField(max_length=40)
    kind = models.CharField(max_length=12, default="deliver")

    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    due_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="When the worker comes to it. Empty once nothing more happens by itself, which "
        "keeps the search for what is due from growing with what is done.",
    )
    tries = models.PositiveIntegerField(default=0, help_text="Failed since the last resend.")
    crashes = models.PositiveIntegerField(default=0, help_text="Workers that ended while at it.")
    lease = models.UUIDField("fencing token", null=True, blank=True, editable=False)
    lease_until = models.DateTimeField(null=True, blank=True)
    settles_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="A call with an unknown outcome cannot take effect after this moment.",
    )
    refs = models.JSONField(default=dict, help_text="The records made, one a finished step.")
    error = models.CharField(max_length=40, blank=True, help_text="Class of the last failure.")
    detail = models.TextField(blank=True)
    created_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(
                fields=["enquiry", "destination", "kind"], name="delivered_once_a_destination"
            )
        ]
        indexes = [
            models.Index(fields=["destination", "due_at"], name="delivery_due"),
            models.Index(fields=["destination", "person", "sequence"], name="delivery_order"),
        ]

    def __str__(self) -> str:
        return f"Delivery {self.pk} to {self.destination}"


class Attempt(models.Model):
    """One try to deliver. No body and no reply: only what went how."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="attempts")
    started_at = models.DateTimeField()
    milliseconds = models.PositiveIntegerField()
    step = models.CharField(max_length=20, blank=True)
    outcome = models.CharField(max_length=40, help_text="Delivered, or the class of the error.")
    http_status = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.outcome} after {self.milliseconds} ms"


class PauseQuerySet(models.QuerySet["Pause"]):
    def in_force(self, now: datetime) -> PauseQuerySet:
        """Pauses that have not ended."""
        return self.filter(until__gt=now)

    def begin(self, destination: str, until: datetime, *, error: str, detail: str) -> None:
        """Pause the destination at least until then. A longer pause is never cut short."""
        if self.filter(destination=destination, until__gte=until).exists():
            return
        news = {"until": until, "error": error, "detail": detail}
        self.update_or_create(destination=destination, defaults=news)


class Pause(models.Model):
    """A destination that nothing is sent to for now, and why."""

    destination = models.CharField(max_length=40, primary_key=True)
    until = models.DateTimeField()
    error = models.CharField(max_length=40)
    detail = models.TextField()

    objects = PauseQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.destination} paused until {self.until:%H:%M:%S}"
