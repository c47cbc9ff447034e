"""The checks of destinations that were asked for in the admin, carried out by the worker."""

from __future__ import annotations

from django.utils import timezone

from leads.crm.base import DestinationError, Problem
from leads.delivery import registry
from leads.models import CheckRun, MappingVersion


def run_asked() -> int:
    """Carry out every check that is asked for, and store what each found. Returns how many."""
    done = 0
    while run := CheckRun.objects.take(timezone.now()):
        problems = [
            {"what": each.what, "remedy": each.remedy} for each in problems_of(run.destination)
        ]
        CheckRun.objects.filter(pk=run.pk).update(problems=problems, finished_at=timezone.now())
        done += 1
    return done


def problems_of(name: str) -> list[Problem]:
    """Return what keeps a destination, or the fields that are mapped to it, from working.

    Calls the destination, and writes nothing there.
    """
    destination = registry.destinations().get(name)
    if destination is None:
        remedy = "Set it up in CRM_URL under this name, or delete its mapping."
        return [Problem(what=f"{name}: no such destination is set up", remedy=remedy)]
    found = destination.check()
    version = MappingVersion.objects.current(name)
    fields = sorted({row["field"] for row in version.rows}) if version else []
    if found or not fields:
        return found
    try:
        return destination.check_fields(fields)
    except DestinationError as error:
        return [Problem(what=error.detail, remedy="Allow the credential to read the fields.")]
