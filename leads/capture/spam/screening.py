"""The verdict on an enquiry: sent on, held back for a person to look at, or too many at once.

Held is not refused: sales sees it with the reasons and lets it go with one press, and the visitor
gets the same receipt. Why there is no CAPTCHA: docs/decisions/0011-spam.md.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from leads.capture.spam import content, rates
from leads.capture.spam.content import Words
from leads.capture.spam.reasons import Reason

HOLD = 5  # points from which an enquiry is held back
QUICK = 3.0  # seconds in which nobody reads and fills in a form
# How it was sent does not hold an enquiry: a browser that fills forms in, a script on somebody's
# behalf and a whole office behind one address are no spam. Something in it must speak, too.
_MOST_FOR_MANNER = HOLD - 1

_TRAP = Reason("trap", 3, "A field was filled in that people do not see")
_QUICK = Reason("quick", 2, f"Filled in within {QUICK:.0f} seconds")


@dataclass(frozen=True)
class Manner:
    """How a form was sent."""

    client: str  # "" where it is not known
    age: float  # seconds between the form's showing and its sending
    trapped: bool = False  # it holds something where people see no field
    again: bool = False  # this very form was sent before, and counted


@dataclass(frozen=True)
class Verdict:
    """What speaks against an enquiry."""

    reasons: tuple[Reason, ...] = ()
    score: int = 0

    @property
    def holds(self) -> bool:
        return self.score >= HOLD

    def told(self) -> list[dict[str, Any]]:
        """Return the reasons as JSON values."""
        return [asdict(reason) for reason in self.reasons]


def screen(words: Words, manner: Manner) -> Verdict:
    """Return the verdict on an enquiry, which is counted."""
    sent = [*([_TRAP] * manner.trapped), *([_QUICK] * (manner.age < QUICK))]
    if not manner.again:
        sent += rates.speaks_against(manner.client, words.email.lower(), words.message)
    said = content.speaks_against(words)
    by_manner = min(sum(reason.points for reason in sent), _MOST_FOR_MANNER)
    score = by_manner + sum(reason.points for reason in said)
    return Verdict((*sent, *said), score)
