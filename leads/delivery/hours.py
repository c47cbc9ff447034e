"""When a person should be called back, by the firm's opening hours."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.utils import timezone

from core.hours import Hours
from leads.models import CallbackWish

NOTICE = timedelta(minutes=30)  # what "as soon as possible" means while the office is open
_ANY = (time.min, time.max)
_WINDOWS = {
    CallbackWish.MORNING: (time.min, time(12)),
    CallbackWish.AFTERNOON: (time(13), time.max),
}
_FURTHEST = 366  # days


def callback_due(received: datetime, wish: str, hours: Hours) -> datetime:
    """Return when to call back somebody who wrote at `received`, in the firm's time zone.

    It is half an hour later, if the firm is open then and it lies in the part of the day wished
    for; otherwise when that next begins. A morning ends at 12:00, an afternoon begins at 13:00. Who
    wants no call is answered within the same hours. A firm that never opens is due at once.
    """
    earliest = timezone.localtime(received + NOTICE)
    begin, end = _WINDOWS.get(CallbackWish(wish), _ANY)
    for ahead in range(_FURTHEST):
        day = earliest.date() + timedelta(days=ahead)
        for opens, closes in hours.on(day):
            first = max(timezone.make_aware(datetime.combine(day, max(opens, begin))), earliest)
            if first < timezone.make_aware(datetime.combine(day, min(closes, end))):
                return first
    return earliest
