"""Addresses of the parts of an article."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.text import slugify

# What pages use themselves.
TAKEN = frozenset({"main", "reading", "quiz", "articles", "call-back", "author"})


def anchors(titles: Iterable[str]) -> list[str]:
    """Return an address for each title, in order: readable, and unique even for equal titles."""
    seen = set(TAKEN)
    made = []
    for title in titles:
        stem = slugify(title) or "part"
        anchor, number = stem, 1
        while anchor in seen:
            number += 1
            anchor = f"{stem}-{number}"
        seen.add(anchor)
        made.append(anchor)
    return made
