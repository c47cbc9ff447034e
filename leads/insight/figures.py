"""Numbers in words. Small ones about visitors are not told: they could point at somebody."""

from __future__ import annotations

from datetime import timedelta

FEWEST = 5
NO_FIGURE = "–"


def few(number: int) -> str:
    """Return a number of visitors: "0", "< 5" or "1,204"."""
    return f"< {FEWEST}" if 0 < number < FEWEST else f"{number:,}"


def exact(number: int) -> str:
    """Return a number that may be told, such as "3" or "1,204"."""
    return f"{number:,}"


def share(part: int, whole: int) -> str:
    """Return such as "34 %"; a dash where that would tell a small number, or is no share."""
    if part > whole or whole < FEWEST or 0 < part < FEWEST:
        return NO_FIGURE
    return f"{100 * part // whole} %"


def lasting(time: timedelta) -> str:
    """Return how long something took, such as "4 min", "2 h 5 min" or "3 d 2 h"."""
    minutes = int(time.total_seconds()) // 60
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    if days:
        return f"{days} d {hours} h" if hours else f"{days} d"
    if hours:
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    return f"{minutes} min"
