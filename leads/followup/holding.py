"""What looked like spam, for the digest: what still waits for a look, and a week's list of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from leads.followup.lines import MOST, Line, address_of
from leads.followup.phrases import one_line, without_links
from leads.models import Screening
from leads.models.screening import ScreeningQuerySet
from leads.sales.people import name_of


@dataclass(frozen=True, kw_only=True)
class Week:
    """What was held back since a moment, the latest first."""

    since: datetime
    count: int
    released: int  # of them
    lines: list[Line] = field(repr=False)


def still_held() -> ScreeningQuerySet:
    """Return what is held back until somebody has looked at it."""
    return Screening.objects.waiting().exclude(enquiry__is_test=True)


def held_since(since: datetime) -> Week:
    """Return what was held back since then, released or not, without those erased meanwhile."""
    rows = Screening.objects.filter(held=True, enquiry__created_at__gte=since)
    rows = rows.filter(enquiry__is_test=False, enquiry__erased_at=None)
    shown = rows.select_related("enquiry", "released_by").order_by("-enquiry__created_at")[:MOST]
    return Week(
        since=since,
        count=rows.count(),
        released=rows.exclude(released_at=None).count(),
        lines=[_line(each) for each in shown],
    )


def _line(screening: Screening) -> Line:
    enquiry, by = screening.enquiry, screening.released_by
    why = "; ".join(reason["words"] for reason in screening.reasons) or "Looked like spam"
    state = "Waits"
    if screening.released_at is not None:
        state = f"Released by {name_of(by)}" if by else "Released"
    # Nobody is to be led to what a stranger advertises by a mail of ours.
    who = one_line(without_links(enquiry.who), 80)
    return Line(who, f"{state} ({enquiry.reference}): {why}", address_of(enquiry))
