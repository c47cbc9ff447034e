"""Moments as they are typed after a command."""

from __future__ import annotations

from argparse import ArgumentTypeError
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime


def moment(text: str) -> datetime:
    """Return the moment that a text names, or how long ago it was: "2 hours", "3 days".

    Without an offset, the firm's time zone is meant. Raises ArgumentTypeError.
    """
    number, _, unit = text.partition(" ")
    if number.isdigit() and unit.rstrip("s") in {"minute", "hour", "day"}:
        return timezone.now() - timedelta(**{f"{unit.rstrip('s')}s": int(number)})
    try:
        found = parse_datetime(text) or _midnight(text)
    except ValueError:
        found = None
    if found is None:
        raise ArgumentTypeError(f"{text!r} is neither 2026-11-26T09:00 nor an age such as '2 days'")
    return found if timezone.is_aware(found) else timezone.make_aware(found)


def _midnight(text: str) -> datetime | None:
    day = parse_date(text)
    return datetime(day.year, day.month, day.day) if day else None
