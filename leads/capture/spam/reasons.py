"""One thing that speaks against an enquiry."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Reason:
    """A sign of spam, with its points, and in words for whoever decides. It quotes nobody."""

    code: str
    points: int
    words: str
