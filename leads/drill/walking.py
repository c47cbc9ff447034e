"""Walking a drill, station by station, and storing how far it came."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.utils import timezone

from leads.crm.base import Destination, DestinationError
from leads.delivery.sending import place
from leads.drill.leftovers import sweep
from leads.drill.way import Failed, Way
from leads.drill.willing import willing
from leads.models import Drill

log = logging.getLogger(__name__)

AT_NIGHT = 4  # the hour by the firm's clock in which the daily drill is done


def walk(destination: Destination, way: Way | None = None) -> Drill | None:
    """Do a drill to a destination that is `willing`, and return how it went.

    None while another one is under way. What it made is removed whatever comes of it.
    """
    drill = Drill.objects.begin(destination.name, timezone.now())
    if drill is None:
        return None
    sweep()
    way = way or Way(destination)
    stations: list[dict[str, Any]] = []
    for station in (way.form, way.receipt, way.stored, way.outbox, way.delivered, way.found):
        stations.append(_passed(station))
        if not stations[-1]["ok"]:
            break
    stations.append(_passed(way.cleaned))
    drill.stations = stations
    drill.failed = next((each["name"] for each in stations if not each["ok"]), "")
    drill.finished_at = timezone.now()
    drill.save(update_fields=["stations", "failed", "finished_at"])
    if drill.failed:
        log.error("the lead drill to %s failed: %s", destination.name, drill.failed)
    return drill


def walk_due() -> Drill | None:
    """Do the drill that somebody asked for in the admin, or the one of this night."""
    asked = Drill.objects.filter(started_at=None).first()
    if asked is None and not _is_time():
        return None
    destination = willing(asked.destination if asked else "")
    if destination is not None:
        return walk(destination)
    if asked is not None:
        told = {"name": "form", "ok": False, "words": "it takes no drill any more", "ms": 0}
        Drill.objects.filter(pk=asked.pk).update(
            started_at=timezone.now(), finished_at=timezone.now(), failed="form", stations=[told]
        )
    return None


def _is_time() -> bool:
    now = timezone.localtime()
    if settings.LEAD_DRILL != "daily" or now.hour != AT_NIGHT:
        return False
    return not Drill.objects.filter(started_at__date=now.date()).exists()


def _passed(station: Callable[[], str]) -> dict[str, Any]:
    """Return how a station went, as it is stored."""
    clock, ok = time.monotonic(), False
    try:
        told, ok = station(), True
    except Failed as error:
        told = str(error)
    except DestinationError as error:
        told = error.detail
    except Exception as error:  # noqa: BLE001 - what it made must be removed, whatever happens
        told = f"{type(error).__name__} at {place(error)}"
    milliseconds = round((time.monotonic() - clock) * 1000)
    return {"name": station.__name__, "ok": ok, "words": told, "ms": milliseconds}
