"""The parts of a report: a heading, a sentence, a picture where there is one, and its table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from leads.insight.figures import FEWEST, exact, few
from leads.insight.funnel import CONTACTED, ENQUIRED, WON, Numbers
from leads.insight.sheets import Row, Sheet
from leads.models.tally import What

COLUMNS: dict[str, str] = {
    What.READ: "Reads",
    What.PRESSED: "Invitations pressed",
    What.TAPPED: "Number tapped",
    What.BEGUN: "Quizzes begun",
    What.FINISHED: "Finished",
    ENQUIRED: "Enquiries",
    CONTACTED: "Contacted",
    WON: "Won",
}
OF_QUIZZES: dict[str, str] = {
    What.OPENED: "Opened",
    **{what: COLUMNS[what] for what in (What.BEGUN, What.FINISHED, ENQUIRED, CONTACTED, WON)},
}
_OURS = {ENQUIRED, CONTACTED, WON}  # of which managers see each one anyhow
_ORDER = (WON, ENQUIRED, What.FINISHED, What.BEGUN, What.PRESSED, What.READ)

Teller = Callable[[str, int], str]


@dataclass(frozen=True)
class Section:
    """One part. `name` stands in the address of its table's file.

    `shades` are the picture's colours by number, and what they stand for. `empty` is said instead
    of a table without rows.
    """

    name: str
    heading: str
    told: str
    sheet: Sheet
    picture: SafeString | None = None
    shades: Sequence[tuple[int, str]] = ()
    empty: str = ""


def for_managers(what: str, number: int) -> str:
    """Tell a number to those who may read every enquiry."""
    return exact(number) if what in _OURS else few(number)


def for_editors(_what: str, number: int) -> str:
    """Tell a number to those who may read none."""
    return few(number)


def drawn_as(what: str, number: int) -> int:
    """Return the length to draw a number with: small ones that are not told are all alike."""
    return FEWEST if 0 < number < FEWEST and what not in _OURS else number


def table(
    columns: dict[str, str], first: str, lines: Sequence[tuple[Row, Numbers]], tell: Teller
) -> Sheet:
    """Return the same steps for several beginnings, the most fruitful first."""
    ordered = sorted(lines, key=lambda line: [-line[1][each] for each in _ORDER])
    rows = [
        Row(row.name, [tell(what, numbers[what]) for what in columns], row.url)
        for row, numbers in ordered
    ]
    return Sheet((first, *columns.values()), rows)
