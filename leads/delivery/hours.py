"""When a person should be called back, by the firm's clock."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.utils import timezone

from leads.models import CallbackWish

NOTICE = timedelta(minutes=30)  # what "as soon as possible" means while the office is open
OPENING, CLOSING = time(9), time(17, 30)
_WINDOWS = {
    CallbackWish.MORNING: (OPENING, time(12)),
    CallbackWish.AFTERNOON: (time(13), CLOSING),
}
_WEEKEND = {5, 6}


def callback_due(received: datetime, wish: str) -> datetime:
    """Return when to call back somebody who wrote at `received`, in the firm's time zone.

    It is half an hour later, if that lies in the hours wished for; otherwise when those next begin.
    The hours are 9:00 to 17:30, a morning ends at 12:00 and an afternoon begins at 13:00, Monday to
    Friday. Who wants no call is answered within the same hours. Bank holidays are not known here.
    """
    begin, end = _WINDOWS.get(CallbackWish(wish), (OPENING, CLOSING))
    earliest = timezone.localtime(received + NOTICE)
    if earliest.weekday() not in _WEEKEND and earliest.time() < end:
        return max(earliest, earliest.replace(hour=begin.hour, minute=0, second=0, microsecond=0))
    day = earliest.date() + timedelta(days=1)
    while day.weekday() in _WEEKEND:
        day += timedelta(days=1)
    return datetime.combine(day, begin, tzinfo=earliest.tzinfo)
