"""The states of a delivery.

pending ─▶ leased ─▶ delivered        held (looks like spam), cancelled (person erased)
   ▲         │ ├───▶ retry ─▶ leased   dead: a person must act, and a resend makes it pending
   └─resend──┘ └───▶ unknown ─▶ leased, which looks before it repeats

An erasure is a delivery too: it takes its place in the person's order, behind what is under way.
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


WAITING = (State.PENDING, State.RETRY, State.UNKNOWN)
LIVE = (*WAITING, State.LEASED)
ISOLATED = 5  # workers lost in a row; from there on a delivery is sent by a process of its own
