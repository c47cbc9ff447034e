"""The way from an article to a customer, in numbers: as a whole, and by what it began with."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeVar

from django.db.models import Sum

from leads.insight.enquiries import Lead
from leads.insight.period import Period
from leads.models import Tally
from leads.models.tally import What

# Stations after the last one that is counted here: enquiries themselves tell these.
ENQUIRED, CONTACTED, WON = "enquired", "contacted", "won"
WAY = {
    What.READ: "Articles read",
    What.PRESSED: "Invitations pressed",
    What.BEGUN: "Quizzes begun",
    What.FINISHED: "Quizzes finished",
    ENQUIRED: "Enquiries",
    CONTACTED: "Contacted",
    WON: "Won",
}
Numbers = Counter[str]
Named = TypeVar("Named", int, str)


class Counted(NamedTuple):
    """What happened how often: a sum of tallies."""

    what: str
    page: int
    version: int
    source: str
    n: int


class Funnel(NamedTuple):
    """Numbers by station: all of them, and those of each article, quiz version and source."""

    whole: Numbers
    by_page: dict[int, Numbers]
    by_version: dict[int, Numbers]
    by_source: dict[str, Numbers]


def counted_in(period: Period) -> list[Counted]:
    """Return what was counted in a period, its questions left out. One query."""
    tallies = Tally.objects.between(period.first, period.last)
    kept = tallies.exclude(what__in=[What.ASKED, What.ANSWERED])
    sums = kept.values_list("what", "page", "version", "source").annotate(total=Sum("n"))
    return [Counted(*row) for row in sums.order_by()]


def funnel(counts: Iterable[Counted], leads: Iterable[Lead]) -> Funnel:
    """Add up what was counted, and the enquiries, of the same days."""
    events = [*counts, *(each for lead in leads for each in _stations(lead))]
    return Funnel(
        whole=_added(events, lambda _: 0)[0],
        by_page=_added(events, lambda each: each.page),
        by_version=_added((each for each in events if each.version), lambda each: each.version),
        by_source=_added(events, lambda each: each.source),
    )


def _stations(lead: Lead) -> Iterable[Counted]:
    reached = {ENQUIRED: True, CONTACTED: lead.is_contacted, WON: lead.is_won}
    for station, is_reached in reached.items():
        if is_reached:
            yield Counted(station, lead.page, lead.version, lead.source, 1)


def _added(events: Iterable[Counted], of: Callable[[Counted], Named]) -> dict[Named, Numbers]:
    found: defaultdict[Named, Numbers] = defaultdict(Counter)
    for each in events:
        found[of(each)][each.what] += each.n
    return found
