"""The outbox: what has to reach which destination, and every try to bring it there.

pending ─▶ leased ─▶ delivered        held (looks like spam), cancelled (person erased)
   ▲         │ ├───▶ retry ─▶ leased   dead: a person must act, and a resend makes it pending
   └─resend──┘ └───▶ unknown ─▶ leased, which looks before it repeats
"""

from __future__ import annotations

from datetime import datetime

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


LIVE = (State.PENDING, State.RETRY, State.UNKNOWN, State.LEASED)
WAITING = (State.PENDING, State.RETRY, State.UNKNOWN)


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
        due = Q(state__in=WAITING, due_at__lte=now) | Q(state=State.LEASED, lease_until__lte=now)
        return self.filter(due, ~Exists(earlier), destination=destination).order_by(
            "due_at", "sequence"
        )


class Delivery(models.Model):
    """One enquiry on its way to one destination. Ids and state only: the words stay in `Enquiry`."""

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="deliveries")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="deliveries")
    sequence = models.PositiveIntegerField(help_text="The enquiry's number among the person's.")
    destination = models.CharField(max_length=40)
    kind = models.CharField(max_length=12, default="deliver")

    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    due_at = models.DateTimeField()
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
            models.Index(
                fields=["destination", "due_at"], name="delivery_due", condition=Q(state__in=LIVE)
            ),
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


class Pause(models.Model):
    """A destination that nothing is sent to for now, and why."""

    destination = models.CharField(max_length=40, primary_key=True)
    until = models.DateTimeField()
    error = models.CharField(max_length=40)
    detail = models.TextField()

    def __str__(self) -> str:
        return f"{self.destination} paused until {self.until:%H:%M:%S}"
