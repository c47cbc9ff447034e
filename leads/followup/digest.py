"""The day's list for each salesperson: what is due, what nobody has, and what is held back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

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
from leads.followup.holding import held_since, still_held
from leads.followup.lines import MOST, Line, address_of
from leads.models import Enquiry, Handling, Letter, SalesPerson
from leads.models.sales import promise

CAUSE = "digest:"
NO_HOURS = time(8)  # when the day begins for a firm that names no hours


def post_due() -> int:
    """Put in the digests of today once the firm's day has begun. Returns how many those were."""
    promised, now = promise(), timezone.localtime()
    begins = _begins(promised.hours, now.date())
    if not promised.sales.digest or begins is None or now < begins:
        return 0
    people = SalesPerson.objects.available(now.date()).exclude(user__email="")
    return sum(_post(each.user, now.date()) for each in people.select_related("user"))


def draft(letter: Letter) -> Draft:
    """Write the digest. Raises `NotWanted` on a day with nothing to say.

    On the first day of a working week all is said, and what was held back since the last one.
    """
    user = User.objects.filter(pk=int(letter.cause.split(":")[1]), is_active=True).first()
    if user is None:
        raise NotWanted("whom it was for works here no more")
    now = timezone.now()
    mine = Handling.objects.open().filter(
        owner=user, act_by__lt=midnight(timezone.localdate(now) + timedelta(days=1))
    )
    free = Handling.objects.unclaimed().filter(owner=None)
    held = still_held().count()
    monday = _week_before(promise().hours, timezone.localdate(letter.created_at))
    if not (mine.exists() or free.exists() or held or monday):
        raise NotWanted("nothing is due today")
    return Draft(
        to=letter.to,
        subject=_subject(mine.count(), free.count()),
        template="digest",
        context={
            "mine": list(_lines(mine, now)),
            "mine_count": mine.count(),
            "free": list(_lines(free, now)),
            "free_count": free.count(),
            "held": held,
            "week": held_since(midnight(monday)) if monday else None,
            "desk_url": settings.WAGTAILADMIN_BASE_URL + reverse("enquiry:index"),
        },
    )


def _subject(mine: int, free: int) -> str:
    if not (mine or free):
        return "Nothing waits for you today"
    return f"{mine or 'nothing'} due today, {free or 'none'} that nobody has".capitalize()


def _begins(hours: Hours, day: date) -> datetime | None:
    """Return when the firm's day begins; None on a day without."""
    if not hours.periods:
        begins = datetime.combine(day, NO_HOURS)
        return timezone.make_aware(begins) if day.weekday() < 5 else None
    return next((opens for opens, _ in hours.spans(day)), None)


def _week_before(hours: Hours, day: date) -> date | None:
    """Return the Monday of the week before, on the first day of a week on which the firm works.

    None on all other days. That is a Tuesday where Monday is a bank holiday.
    """
    earlier = [day - timedelta(days=back) for back in range(1, day.weekday() + 1)]
    if any(_begins(hours, each) for each in earlier):
        return None
    return day - timedelta(days=day.weekday() + 7)


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
        yield Line(who, f"{told.what}, {told.when} ({enquiry.reference})", address_of(enquiry))
