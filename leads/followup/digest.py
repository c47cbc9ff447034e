"""The day's list for each salesperson: what is due, what nobody has, and what is held back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from core.hours import Hours, midnight
from leads.crm.base import NotWanted
from leads.delivery import outbox
from leads.desk.due import due
from leads.followup.drafts import Draft
from leads.models import Enquiry, Handling, Letter, SalesPerson, Screening
from leads.models.sales import promise

CAUSE = "digest:"
MOST = 20  # of a list; the rest is counted
NO_HOURS = time(8)  # when the day begins for a firm that names no hours
MONDAY = 0


class Line(NamedTuple):
    """One enquiry of a list."""

    who: str
    what: str  # such as "Answer, overdue by 2 hours"
    url: str


def post_due() -> int:
    """Put in the digests of today once the firm's day has begun. Returns how many those were."""
    promised, now = promise(), timezone.localtime()
    begins = _begins(promised.hours, now)
    if not promised.sales.digest or begins is None or now < begins:
        return 0
    people = SalesPerson.objects.available(now.date()).exclude(user__email="")
    return sum(_post(each.user, now.date()) for each in people.select_related("user"))


def draft(letter: Letter) -> Draft:
    """Write the digest. Raises `NotWanted` on a day with nothing to say; on Mondays all is said."""
    user = User.objects.filter(pk=int(letter.cause.split(":")[1]), is_active=True).first()
    if user is None:
        raise NotWanted("whom it was for works here no more")
    now = timezone.now()
    mine = Handling.objects.open().filter(
        owner=user, act_by__lt=midnight(timezone.localdate(now) + timedelta(days=1))
    )
    free = Handling.objects.unclaimed().filter(owner=None)
    held = Screening.objects.waiting().exclude(enquiry__is_test=True).count()
    is_monday = timezone.localtime(now).weekday() == MONDAY
    if not (mine.exists() or free.exists() or held or is_monday):
        raise NotWanted("nothing is due today")
    return Draft(
        to=letter.to,
        subject=f"{mine.count()} due today, {free.count()} that nobody has",
        template="digest",
        context={
            "mine": list(_lines(mine, now)),
            "mine_count": mine.count(),
            "free": list(_lines(free, now)),
            "free_count": free.count(),
            "held": held,
            "desk_url": settings.WAGTAILADMIN_BASE_URL + reverse("enquiry:index"),
        },
    )


def _begins(hours: Hours, now: datetime) -> datetime | None:
    """Return when the firm's day begins; None on a day without."""
    if not hours.periods:
        day = datetime.combine(now.date(), NO_HOURS)
        return timezone.make_aware(day) if now.weekday() < 5 else None
    return next((opens for opens, _ in hours.spans(now.date())), None)


def _post(user: User, day: date) -> bool:
    """Put in one digest, once a day."""
    cause = f"{CAUSE}{user.pk}:{day}"
    with transaction.atomic():
        if Letter.objects.filter(cause=cause).exists():
            return False
        letter = Letter.objects.create(cause=cause, to=[user.email], created_at=timezone.now())
        return outbox.post(letter) is not None


def _lines(rows: QuerySet[Handling], now: datetime) -> Iterator[Line]:
    for each in rows.select_related("enquiry").order_by("act_by")[:MOST]:
        enquiry: Enquiry = each.enquiry
        who = f"{enquiry.who}, {enquiry.company}" if enquiry.company else enquiry.who
        told = due(each, now)
        url = reverse("enquiry:inspect", args=[enquiry.pk])
        what = f"{told.what}, {told.when} ({enquiry.reference})"
        yield Line(who, what, settings.WAGTAILADMIN_BASE_URL + url)
