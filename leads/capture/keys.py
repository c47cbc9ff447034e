"""What a form remembers between its rendering and its return, signed: visitors carry it for us."""

from __future__ import annotations

from typing import Any

from django.core import signing

LIFE = 24 * 60 * 60  # seconds


def mint(purpose: str, data: dict[str, Any]) -> str:
    """Return `data` (JSON values, nothing secret) signed for one purpose, with the time."""
    return signing.dumps(data, salt=f"leads.{purpose}", compress=True)


def read(purpose: str, key: str, life: int | None = LIFE) -> dict[str, Any] | None:
    """Return what `mint` was given, or None for a key that is missing, forged or too old.

    `life` is in seconds; None takes a key of any age, which is no proof of a page of today.
    """
    try:
        data: dict[str, Any] = signing.loads(key, salt=f"leads.{purpose}", max_age=life)
    except signing.BadSignature:
        return None
    return data
