"""Who gets an enquiry: a pure choice among those who take enquiries that day."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """Somebody who may be given an enquiry. Who has no topics takes those of any."""

    user: int
    topics: frozenset[int] = frozenset()
    last_assigned_at: datetime | None = None


@dataclass(frozen=True)
class Chosen:
    """Who it is, and why, in words."""

    user: int
    why: str


KNOWN, BY_TOPIC, IN_TURN = "knows them", "by topic", "in turn"


def choose(
    candidates: Sequence[Candidate],
    topics: Collection[int] = (),
    known_to: int | None = None,
    in_turn: bool = True,
) -> Chosen | None:
    """Return who gets an enquiry; None leaves it to whoever takes it.

    First whoever the person has dealt with (`known_to`), then those of the article's `topics`, then
    in turn: those without topics before specialists of others. Among equals it is whoever was given
    one the longest ago, or never.
    """
    if any(each.user == known_to for each in candidates):
        return Chosen(known_to or 0, KNOWN)
    if experts := [each for each in candidates if each.topics & frozenset(topics)]:
        return Chosen(_next(experts).user, BY_TOPIC)
    if not in_turn or not candidates:
        return None
    generalists = [each for each in candidates if not each.topics]
    return Chosen(_next(generalists or candidates).user, IN_TURN)


def _next(candidates: Sequence[Candidate]) -> Candidate:
    def waited(each: Candidate) -> tuple[bool, float, int]:
        last = each.last_assigned_at
        return last is not None, last.timestamp() if last else 0, each.user

    return min(candidates, key=waited)
