"""What `/readyz` asks of delivery: that a worker is there, and that nothing waits for too long."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Min
from django.utils import timezone

from core.health import Finding
from leads.delivery import health
from leads.models import Delivery
from leads.models.states import LIVE

LATE = timedelta(minutes=15)  # a healthy CRM has it within seconds


def worker() -> Finding:
    """Whether a worker was heard of within the last minute."""
    if health.has_worker():
        return Finding(True, "one was heard of within a minute")
    return Finding(False, "none was heard of for a minute: start leadline-worker; enquiries wait")


def oldest() -> Finding:
    """Whether what has waited longest to be delivered has not waited for too long."""
    waiting = Delivery.objects.filter(state__in=LIVE)
    first = waiting.aggregate(first=Min("created_at"))["first"]
    if first is None:
        return Finding(True, "nothing waits", {"waiting": 0, "oldest_seconds": 0})
    age = timezone.now() - first
    figures = {"waiting": waiting.count(), "oldest_seconds": round(age.total_seconds())}
    if age > LATE:
        told = "the oldest waits too long: Admin > Deliveries says what is in its way"
        return Finding(False, told, figures)
    return Finding(True, "nothing waits too long", figures)
