"""The states of a delivery.

pending ─▶ leased ─▶ delivered        held (looks like spam), cancelled (person erased)
   ▲         │ ├───▶ retry ─▶ leased   dead: a person must act, and a resend makes it pending
   └─resend──┘ └───▶ unknown ─▶ leased, which looks before it repeats

An erasure is a delivery too: it takes its place in the person's order, behind what is under way.
So is each mail, with "mail" as its destination.
"""

from __future__ import annotations

from django.db import models


class State(models.TextChoices):
    PENDING = "pending", "Waiting"
    LEASED = "leased", "Being sent"
    RETRY = "retry", "Trying again"
    UNKNOWN = "unknown", "Checking whether it arrived"
    DELIVERED = "delivered", "Delivered"
    DEAD = "dead", "Failed"
    HELD = "held", "Held back"
    CANCELLED = "cancelled", "Cancelled"


class Errand(models.TextChoices):
    DELIVER = "deliver", "Delivery"
    ERASE = "erase", "Erasure"
    ALERT = "alert", "Alert mail"
    ACKNOWLEDGE = "acknowledge", "Acknowledgement mail"
    WARNING = "warning", "Mail that a reply is due soon"
    BREACH = "breach", "Mail that a reply is overdue"
    ESCALATION = "escalation", "Mail that nobody has taken it"
    LETTER = "letter", "Mail"


WAITING = (State.PENDING, State.RETRY, State.UNKNOWN)
LIVE = (*WAITING, State.LEASED)
# Each goes out by itself: none waits for an earlier one of the same person, as deliveries do.
MAILS = (
    Errand.ALERT, Errand.ACKNOWLEDGE, Errand.WARNING, Errand.BREACH, Errand.ESCALATION,
    Errand.LETTER,
)  # fmt: skip
ISOLATED = 5  # workers lost in a row; from there on a delivery is sent by a process of its own
