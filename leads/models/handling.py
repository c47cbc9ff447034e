"""What sales makes of an enquiry: whose it is, until when, and how far it has come."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from leads.models.enquiry import DECLARED, Enquiry
from leads.models.inserting import insert
from leads.models.sales import Promise, promise
from leads.models.stages import CLOSED, OPEN, Stage, seen_by


class HandlingQuerySet(models.QuerySet["Handling"]):
    def begin(
        self, enquiry: Enquiry, now: datetime, promised: Promise | None = None
    ) -> Handling | None:
        """Put an enquiry before sales, due by when it is `promised`; what is, is read if not given.

        None for what asks nothing of sales: a test, a consent that is taken back and an objection.
        Call it in the transaction that stores the enquiry, or that lets it go.
        """
        if enquiry.is_test or enquiry.kind in DECLARED:
            return None
        due = enquiry.callback_until or (promised or promise()).due(now)
        begun = Handling(enquiry=enquiry, due_at=due, act_by=due)
        insert(begun)
        return begun

    def open(self) -> HandlingQuerySet:
        """Those that are not decided."""
        return self.filter(state__in=OPEN)

    def unanswered(self) -> HandlingQuerySet:
        """Open ones whose sender has not been rung or written to by a person."""
        return self.open().filter(first_contact_at=None)

    def unclaimed(self) -> HandlingQuerySet:
        """Unanswered ones that nobody has taken, be they assigned to somebody or not."""
        return self.unanswered().filter(claimed_at=None)

    def forget(self, now: datetime) -> int:
        """Take out every word, as for somebody who is erased; nothing is to be done any more."""
        self.filter(closed_at=None).update(closed_at=now)
        self.open().update(state=Stage.LOST)
        return self.update(next_step="", next_step_at=None, act_by=None)

    def visible_to(self, user: Any) -> HandlingQuerySet:
        """Those that a user may see: as `Enquiry.objects.visible_to`."""
        return self.filter(seen_by(user, prefix=""))


class Handling(models.Model):
    """One row an enquiry that sales is to answer. An enquiry never changes; this does.

    One that is held back has none until it is released.
    """

    enquiry = models.OneToOneField(
        Enquiry, primary_key=True, on_delete=models.CASCADE, related_name="handling"
    )
    state = models.CharField(max_length=10, choices=Stage.choices, default=Stage.NEW)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="handlings",
    )
    due_at = models.DateTimeField(
        null=True, blank=True, help_text="By when somebody is to have rung or written."
    )
    act_by = models.DateTimeField(
        null=True,
        blank=True,
        help_text="When something is next to be done: `due_at`, then `next_step_at`.",
    )
    claimed_at = models.DateTimeField(null=True, blank=True)
    first_contact_at = models.DateTimeField(
        null=True, blank=True, help_text="When a person of ours first rang or wrote."
    )
    next_step = models.CharField(max_length=200, blank=True)
    next_step_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    warned_at = models.DateTimeField(
        null=True, blank=True, help_text="The owner was told that it is soon due."
    )
    breached_at = models.DateTimeField(
        null=True, blank=True, help_text="It was noticed that nobody had answered in time."
    )
    escalated_at = models.DateTimeField(
        null=True, blank=True, help_text="Everybody was told that nobody had taken it."
    )

    objects = HandlingQuerySet.as_manager()
    wiped: ClassVar[dict[str, Any]] = {"next_step": ""}  # `forget` ends what is to be done, too

    class Meta:
        indexes = [models.Index(fields=["state", "act_by"], name="handling_due")]

    def __str__(self) -> str:
        return f"Handling {self.pk}: {self.state}"

    @property
    def is_open(self) -> bool:
        """Whether it is not decided."""
        return self.state not in CLOSED
