"""The outbox: what has to reach which destination. Its states are told in `states`."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q

from leads.models.enquiry import Enquiry
from leads.models.letter import Letter
from leads.models.mapping import MappingVersion
from leads.models.person import Person
from leads.models.states import ISOLATED, LIVE, MAILS, WAITING, Errand, State


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def claimable(self, destination: str, now: datetime) -> DeliveryQuerySet:
        """Deliveries that may be sent now, oldest due first.

        Due ones, and those whose worker stopped renewing its lease; never one whose person has an
        earlier delivery to the same destination still under way, nor one that ends its workers.
        """
        mine = self.in_turn(now).filter(destination=destination, crashes__lt=ISOLATED)
        return mine.filter(due_at__lte=now).order_by("due_at", "pk")

    def sound(self, destination: str, now: datetime) -> DeliveryQuerySet:
        """Those of the claimable ones that have ended no worker and that no worker has left."""
        return self.claimable(destination, now).filter(crashes=0).exclude(state=State.LEASED)

    def probing(self, destination: str, now: datetime) -> DeliveryQuerySet:
        """Deliveries that may show whether the destination is back, the least tried first.

        When they are due plays no part: the destination is what is waited for, not the delivery.
        """
        mine = self.in_turn(now).filter(destination=destination, crashes__lt=ISOLATED)
        return mine.filter(due_at__isnull=False).order_by("tries", "due_at", "pk")

    def isolated(self, destinations: list[str], now: datetime) -> DeliveryQuerySet:
        """Due deliveries that have ended several workers in a row."""
        lane = self.in_turn(now).filter(destination__in=destinations, crashes__gte=ISOLATED)
        return lane.filter(due_at__lte=now).order_by("due_at", "pk")

    def in_turn(self, now: datetime) -> DeliveryQuerySet:
        """Live deliveries that nobody is at, and that no earlier one of their person is before."""
        earlier = Delivery.objects.filter(
            destination=OuterRef("destination"),
            person=OuterRef("person"),
            sequence__lt=OuterRef("sequence"),
            state__in=LIVE,
        )
        free = ~Q(state=State.LEASED) | Q(lease_until__lte=now)
        return self.filter(free, Q(kind__in=MAILS) | ~Exists(earlier), state__in=LIVE)

    def earlier(self, delivery: Delivery) -> DeliveryQuerySet:
        """Deliveries that must reach the same destination first: the person's earlier ones."""
        if delivery.kind in MAILS:
            return self.none()
        return self.filter(
            destination=delivery.destination,
            person=delivery.person_id,
            sequence__lt=delivery.sequence,
            state__in=LIVE,
        )

    def waiting(self) -> DeliveryQuerySet:
        """Deliveries that the worker will come to by itself."""
        return self.filter(state__in=WAITING)

    def restartable(self) -> DeliveryQuerySet:
        """Deliveries that nothing more happens to until a person decides."""
        return self.filter(state__in=[State.DEAD, State.HELD])

    def told(self) -> DeliveryQuerySet:
        """Deliveries whose destination has, or may have, been told something."""
        at_hand = Q(state__in=[State.LEASED, State.UNKNOWN, State.DELIVERED])
        return self.filter(at_hand | ~Q(refs={}) | Q(attempts__isnull=False)).distinct()

    def doomed(self, delivery: Delivery) -> bool:
        """Whether the person is to be erased at the delivery's destination after it."""
        return self.filter(
            kind=Errand.ERASE,
            destination=delivery.destination,
            person=delivery.person_id,
            sequence__gt=delivery.sequence,
        ).exists()


class Delivery(models.Model):
    """One enquiry, erasure or mail on its way to one destination: ids and state, never words."""

    enquiry = models.ForeignKey(
        Enquiry,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="deliveries",
        help_text="Empty for an erasure, which is of the person.",
    )
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="deliveries"
    )
    letter = models.OneToOneField(
        Letter,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        help_text="A mail that is about no enquiry, and then about no person.",
    )
    sequence = models.PositiveIntegerField(help_text="The enquiry's number among the person's.")
    destination = models.CharField(max_length=40)
    kind = models.CharField(max_length=12, choices=Errand.choices, default=Errand.DELIVER)

    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    due_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="When the worker comes to it. Empty once nothing more happens by itself, which "
        "keeps the search for what is due from growing with what is done.",
    )
    waits = models.DurationField(
        default=timedelta(0),
        help_text="How long the wait for due_at was meant to be: a clock that is set back is told "
        "from a long wait by it.",
    )
    tries = models.PositiveIntegerField(default=0, help_text="Failed since the last resend.")
    strikes = models.PositiveIntegerField(
        default=0,
        help_text="Those of them that the destination cannot be blamed for: it delivered another "
        "one meanwhile. An outage strikes nobody.",
    )
    failing_since = models.DateTimeField(
        null=True, blank=True, help_text="The first failure since the last resend."
    )
    minimal = models.BooleanField(
        default=False,
        help_text="The destination refused the whole: name and address go as fields, all the rest "
        "as text.",
    )
    mapping = models.ForeignKey(
        MappingVersion,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="deliveries",
        help_text="The version of the field mapping it was last sent by.",
    )
    looks_first = models.BooleanField(
        default=False,
        help_text="Sent again after it was delivered: what is still there is not made twice.",
    )
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
    died_at = models.DateTimeField(
        null=True, blank=True, help_text="Given up, for a person to see."
    )

    objects = DeliveryQuerySet.as_manager()
    # Only once every destination has erased the person: it is found there by what stands here.
    wiped: ClassVar[dict[str, Any]] = {"refs": {}, "detail": ""}

    class Meta:
        verbose_name_plural = "deliveries"
        permissions = [("operate_deliveries", "Can pause and resume destinations")]
        constraints = [
            models.UniqueConstraint(
                fields=["enquiry", "destination", "kind"], name="delivered_once_a_destination"
            ),
            models.UniqueConstraint(
                fields=["person", "destination"],
                condition=Q(kind=Errand.ERASE, state__in=LIVE),
                name="erased_once_at_a_time",
            ),
        ]
        indexes = [
            # Holds what is waited for and nothing else, so that it stays small. Nor can PostgreSQL
            # take it to look for what a person has before, for which it would read all of it. With
            # the key it is in the order of claims: PostgreSQL would sort all that waits otherwise.
            models.Index(
                fields=["destination", "due_at", "id"],
                name="delivery_in_line",
                condition=Q(due_at__isnull=False),
            ),
            models.Index(fields=["destination", "person", "sequence"], name="delivery_order"),
            # Small, and so free for those that look in often: rows that are rare.
            models.Index(
                fields=["due_at"], name="delivery_isolated", condition=Q(crashes__gte=ISOLATED)
            ),
            models.Index(fields=["died_at"], name="delivery_dead", condition=Q(state=State.DEAD)),
        ]

    def __str__(self) -> str:
        return f"Delivery {self.pk} to {self.destination}"

    @property
    def whom(self) -> Person:
        """The person whom it is about: everything but a letter has one."""
        if self.person is None:
            raise ValueError("a letter is about nobody")
        return self.person
