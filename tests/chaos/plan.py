"""What a run is asked to do, and what it found."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, fields


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How long, how many, how bad. Times are in seconds."""

    seed: int
    enquiries: int = 10_000  # at most; each person sends five
    seconds: float = 600.0  # for sending; no enquiry is begun later
    patience: float = 900.0  # for what is on its way after that
    clients: int = 12  # at a time
    repeating: float = 0.2  # the share of enquiries that are sent again once they are taken
    kill_every: float = 5.0
    tree_every: float = 60.0
    database_url: str = ""


@dataclass(kw_only=True)
class Figures:
    """What came of it. The first six must be 0."""

    lost: int = 0  # a visitor was told that it arrived, and the CRM has no note of it
    dup_contact: int = 0
    dup_activity: int = 0  # notes and tasks beyond one for each enquiry
    inversions: int = 0  # a person's notes out of the order in which they wrote
    early_retry: int = 0  # calls before the time that the CRM had asked for
    errors_5xx: int = 0  # other than a 503 that gives the form back whole
    kept_503: int = 0  # those
    max_age: float = 0.0  # seconds from "it arrived" to the CRM's note, at most
    drain_s: float = 0.0  # seconds from the last enquiry until the CRM had all
    told: int = 0
    posts: int = 0
    repeats: int = 0
    resets: int = 0  # connections that ended under a visitor, who tried again
    kills: int = 0
    faults: int = 0
    calls: int = 0

    def faultless(self) -> bool:
        """Whether all that must be 0 is, and the form was not given back too often."""
        zero = [getattr(self, each.name) for each in fields(self)[:6]]
        return not any(zero) and self.kept_503 <= 0.005 * self.posts

    def __str__(self) -> str:
        shown = [(each.name, getattr(self, each.name)) for each in fields(self)]
        names = {"errors_5xx": "5xx"}
        return "  ".join(
            f"{names.get(name, name)}={value:.1f}" if isinstance(value, float) else
            f"{names.get(name, name)}={value}" for name, value in shown
        )  # fmt: skip


@dataclass(kw_only=True)
class Notes:
    """What the visitors and the killer wrote down."""

    told: dict[str, float] = field(default_factory=dict)  # the enquiry's mark: when, epoch
    posts: int = 0
    repeats: int = 0
    resets: int = 0
    kept_503: int = 0
    errors_5xx: int = 0
    kills: list[tuple[float, str]] = field(default_factory=list)  # epoch, part
    answers: Counter[int] = field(default_factory=Counter)  # by status
