"""How deliveries go: what waits at each destination, and why tries failed."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Sum

from leads.delivery import telling
from leads.delivery.health import Standing
from leads.delivery.settling import DELIVERED
from leads.insight.figures import NO_FIGURE, exact, lasting
from leads.insight.period import Period
from leads.insight.sections import Section
from leads.insight.sheets import Row, Sheet
from leads.models import Attempt

_STANDING = ("Destination", "Waiting", "Oldest undelivered", "Failed", "Held back", "Delivered")


def standing(found: list[Standing], now: datetime) -> Section:
    """Return how each destination stands, as `health.standings` found it."""
    return Section(
        name="deliveries",
        heading="Delivery now",
        told=_told(found, now),
        sheet=Sheet(_STANDING, [_row(each, now) for each in found]),
        empty="Nothing has been sent anywhere yet.",
    )


def failures(period: Period) -> Section:
    """Return why tries to deliver failed in a period, the most frequent cause first."""
    tries = Attempt.objects.filter(started_at__gte=period.starts, started_at__lt=period.ends)
    failed = tries.exclude(outcome=DELIVERED).order_by()
    sums = failed.values_list("delivery__destination", "outcome").annotate(total=Sum("times"))
    rows = sorted(sums, key=lambda each: -each[2])
    return Section(
        name="failures",
        heading="Why tries to deliver failed",
        told="Each try counts: a long outage is many. What failed is tried again by itself.",
        sheet=Sheet(
            ("What happened", "Destination", "Times"),
            [Row(_cause(outcome), [name, exact(total)]) for name, outcome, total in rows],
        ),
        empty="No try has failed in this time.",
    )


def oldest_undelivered(found: list[Standing], now: datetime) -> str:
    """Return for how long the oldest delivery has waited; "" where nothing waits."""
    oldest = min((each.oldest for each in found if each.oldest), default=None)
    return lasting(now - oldest) if oldest else ""


def _row(each: Standing, now: datetime) -> Row:
    oldest = lasting(now - each.oldest) if each.oldest else NO_FIGURE
    numbers = [exact(n) for n in (each.failed, each.held, each.delivered)]
    return Row(each.name, [exact(each.waiting), oldest, *numbers])


def _told(found: list[Standing], now: datetime) -> str:
    oldest = oldest_undelivered(found, now)
    told = f"The oldest undelivered waits for {oldest}." if oldest else ""
    obstacles = [f"{each.name}: {each.obstacle}" for each in found if each.obstacle]
    return " ".join([told or "Nothing waits.", *obstacles])


def _cause(outcome: str) -> str:
    words = telling.cause(outcome)
    return words[:1].upper() + words[1:]
