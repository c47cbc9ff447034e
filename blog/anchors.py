"""Addresses of the parts of an article."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.text import slugify

# What pages use themselves.
TAKEN = frozenset({"main", "reading", "quiz", "articles", "call-back", "author"})


def anchors(titles: Iterable[str]) -> list[str]:
    """Return an address for each title, in order: readable, never empty, and each only once."""
    seen = set(TAKEN)
    made = []
    for title in titles:
        stem = _stem(title)
        anchor, number = stem, 1
        while anchor in seen:
            number += 1
            anchor = f"{stem}-{number}"
        seen.add(anchor)
        made.append(anchor)
    return made


def _stem(title: str) -> str:
    """Return a title's words in ASCII, or in their own letters where ASCII would lose most."""
    plain, whole = slugify(title), slugify(title, allow_unicode=True)
    return (plain if 2 * len(plain) >= len(whole) else whole) or "part"
