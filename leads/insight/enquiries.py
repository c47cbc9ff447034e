"""Enquiries of a period as reports count them: when, from where, and how far sales came."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from leads.counting.sources import source_of
from leads.insight.period import Period
from leads.models import Enquiry
from leads.models.enquiry import NO_REQUESTS
from leads.models.stages import CLOSED, Stage

_FIELDS = (
    "created_at",
    "article",
    "attribution",
    "quiz_version_id",
    "handling__state",
    "handling__due_at",
    "handling__first_contact_at",
)


@dataclass(frozen=True)
class Lead:
    """One enquiry, without a word about who sent it.

    `page` is the id of the article it came from, 0 where that is not known. Of somebody who was
    erased only the article's title is left.
    """

    at: datetime
    day: date
    page: int
    title: str
    source: str
    version: int
    stage: str
    due: datetime | None
    contacted: datetime | None

    @property
    def is_contacted(self) -> bool:
        return self.contacted is not None

    @property
    def is_won(self) -> bool:
        return self.stage == Stage.WON

    @property
    def is_closed(self) -> bool:
        return self.stage in CLOSED


def leads_of(period: Period) -> list[Lead]:
    """Return the enquiries of a period, the oldest first. One query."""
    rows = asked_in(period).order_by("created_at").values_list(*_FIELDS)
    clock = timezone.get_current_timezone()
    return [_lead(clock, *row) for row in rows.iterator(chunk_size=2000)]


def how_many(period: Period) -> int:
    """Return how many enquiries came in a period. One query."""
    return asked_in(period).count()


def asked_in(period: Period) -> QuerySet[Enquiry]:
    """Return those that ask something of us: no tests, nothing held back as possible spam."""
    found = Enquiry.objects.real().exclude(kind__in=NO_REQUESTS)
    held = Enquiry.objects.held_back().values("pk")
    return found.exclude(pk__in=held).filter(
        created_at__gte=period.starts, created_at__lt=period.ends
    )


def _lead(
    clock: tzinfo,
    at: datetime,
    title: str,
    told: dict[str, Any],
    version: int | None,
    stage: str | None,
    due: datetime | None,
    contacted: datetime | None,
) -> Lead:
    return Lead(
        at=at,
        day=at.astimezone(clock).date(),
        page=int(told.get("article_id", 0)),
        title=title,
        source=source_of(told),
        version=version or 0,
        stage=stage or Stage.NEW,
        due=due,
        contacted=contacted,
    )
