"""How far sales has come with an enquiry, and who may see whose."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import OrderBy


class Stage(models.TextChoices):
    """How far sales has come with an enquiry."""

    NEW = "new", "New"
    CLAIMED = "claimed", "Claimed"
    CONTACTED = "contacted", "Contacted"
    QUALIFIED = "qualified", "Qualified"
    WON = "won", "Won"
    LOST = "lost", "Lost"
    UNFIT = "unfit", "Not a fit"


CLOSED = (Stage.WON, Stage.LOST, Stage.UNFIT)
OPEN = tuple(each for each in Stage if each not in CLOSED)
MANAGE, WORK = "leads.manage_sales", "leads.work_enquiry"


def due_order(prefix: str) -> list[OrderBy]:
    """Return the order in which something is to be done; then what was decided or due the latest.

    Nothing of it stands in the enquiry itself, whose rows are long: many are sorted in no time.
    """
    latest = ("closed_at", "due_at")
    return [
        F(f"{prefix}act_by").asc(nulls_last=True),
        *(F(f"{prefix}{each}").desc(nulls_last=True) for each in latest),
        F("pk").asc(),
    ]


def seen_by(user: Any, prefix: str = "handling__") -> Q:
    """Return the condition under which somebody of sales may see an enquiry.

    Managers see all. Others see their own, what nobody has, and what was escalated because whoever
    has it has not taken it. `prefix` leads from what is filtered to its handling.
    """
    if user.has_perm(MANAGE):
        return Q()
    unclaimed = {f"{prefix}claimed_at": None, f"{prefix}escalated_at__isnull": False}
    return Q(**{f"{prefix}owner": None}) | Q(**{f"{prefix}owner": user.pk}) | Q(**unclaimed)
