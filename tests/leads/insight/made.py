"""Counts and enquiries as reports find them, without anybody having walked the way."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils import timezone

from leads.models import Enquiry, Stage, Tally
from leads.models.tally import Key, What
from tests.factories import make_enquiry


def counted(what: What, n: int, *, days_ago: int = 1, **of: Any) -> None:
    """So many of a kind on one day."""
    day = timezone.localdate() - timedelta(days=days_ago)
    Tally.objects.add({Key(day, what.value, **of): n})


def lead(
    *,
    page: int = 0,
    stage: Stage = Stage.NEW,
    due: timedelta = timedelta(hours=2),
    contacted: timedelta | None = None,
    at: datetime | None = None,
    **fields: Any,
) -> Enquiry:
    """An enquiry that is before sales. `due` and `contacted` are counted from when it came."""
    at = at or timezone.now() - timedelta(hours=20)
    told = {"article_id": page} if page else {}
    handling = {
        "state": stage,
        "due_at": at + due,
        "first_contact_at": None if contacted is None else at + contacted,
    }
    told |= fields.pop("told", {})
    return make_enquiry(attribution=told, created_at=at, handling=handling, **fields)


def member(*groups: str) -> Client:
    """Somebody of these groups, logged in."""
    user = User.objects.create_user("-".join(groups).lower().replace(" ", "-") or "nobody")
    user.groups.set(Group.objects.filter(name__in=groups))
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client
