"""What the operator is told by mail: failed deliveries, destinations that stand still, and drills.

Each is looked for once a minute. What was told is not told again until there is something new.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db.models import Count, Max
from django.utils import timezone

from leads.delivery import registry, words
from leads.delivery.known import circuits
from leads.followup.alarms import tell_operator
from leads.models import Cause, Circuit, Delivery, Drill, Letter, State

LONG_OUTAGE = timedelta(minutes=15)
STILL = timedelta(days=1)  # what still stands is said again each day


class Alarm(NamedTuple):
    """Something to tell: of which cause, since when it is news, and the words."""

    cause: str
    since: datetime
    subject: str
    text: str


def watch() -> int:
    """Tell the operator of all that is new. Returns how many mails that gave."""
    now = timezone.now()
    alarms = [*_failed(), *_paused(now), *_drills()]
    return sum(
        tell_operator(each.cause, each.subject, each.text)
        for each in alarms
        if not Letter.objects.said_since(each.cause, max(each.since, now - STILL))
    )


def _failed() -> Iterator[Alarm]:
    dead = Delivery.objects.filter(state=State.DEAD, died_at__isnull=False)
    dead = dead.exclude(enquiry__is_test=True).order_by("destination")
    for each in dead.values("destination").annotate(count=Count("pk"), last=Max("died_at")):
        name, count = each["destination"], each["count"]
        many = count != 1
        yield Alarm(
            f"failed:{name}",
            each["last"],
            f"{count} {'deliveries' if many else 'delivery'} to {name} failed",
            f"{'They are' if many else 'It is'} kept, and nothing more happens by itself.\n\n"
            f"What to do: open {_admin('deliveries/')}, read what happened, put the cause right, "
            "and press “Send it again”. That makes nothing twice.\n\n"
            f"In a terminal: manage.py deliveries list --state dead --destination {name}",
        )


def _paused(now: datetime) -> Iterator[Alarm]:
    for name, circuit in circuits().items():
        if name not in registry.destinations() or not _stands_still(circuit, now):
            continue
        yield Alarm(
            f"paused:{name}",
            circuit.since or now,
            f"Nothing reaches {name} at the moment",
            f"{words.obstacle(circuit, now)}.\n\n"
            "Every enquiry is kept, and goes out by itself once this is over. "
            f"{_ADVICE[Cause(circuit.cause)]}\n\n"
            f"How it stands: {_admin('deliveries/')}",
        )


_ADVICE = {
    Cause.OUTAGE: "What to do: see whether the service is down for others too. If it is not, "
    "look whether this server reaches it.",
    Cause.REFUSED: "What to do: renew the credential in the settings, or add what it says is "
    "missing, and start Leadline again; manage.py crm check says whether that was all.",
    Cause.SWITCHED_OFF: "What to do: ask whoever runs the service why it wants no more, then "
    "press “Resume” among the deliveries.",
}


def _stands_still(circuit: Circuit, now: datetime) -> bool:
    if circuit.cause in {Cause.REFUSED, Cause.SWITCHED_OFF}:
        return True
    lasts = circuit.since is not None and circuit.since <= now - LONG_OUTAGE
    return circuit.cause == Cause.OUTAGE and lasts


def _drills() -> Iterator[Alarm]:
    last = Drill.objects.finished().first()
    if last is None or not last.failed or last.finished_at is None:
        return
    station = next((each for each in last.stations if not each["ok"]), {"words": last.failed})
    yield Alarm(
        f"drill:{last.destination}",
        last.finished_at,
        f"The lead drill to {last.destination} failed",
        "A made-up enquiry was sent the way that visitors' enquiries go, and did not get through. "
        f"It ended at “{last.failed}”: {station['words']}.\n\n"
        "What to do: put that right, then start another drill, so that you know before a customer "
        f"does: {_admin('reports/lead-drill/')}",
    )


def _admin(path: str) -> str:
    return f"{settings.WAGTAILADMIN_BASE_URL}/admin/{path}"
