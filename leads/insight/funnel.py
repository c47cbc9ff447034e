"""The way from an article to a customer, in numbers: as a whole, and by what it began with."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeVar

from django.db.models import Count, Q, Sum
from django.db.models.fields.json import KT

from leads.insight.enquiries import Lead, asked_in
from leads.insight.period import Period
from leads.models import Stage, Tally
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


def enquired(leads: Iterable[Lead]) -> list[Counted]:
    """Return how many enquired, were contacted and were won, in groups."""
    groups = Counter(
        (each.page, each.version, each.source, each.is_contacted, each.is_won) for each in leads
    )
    return [
        Counted(station, page, version, source, n)
        for (page, version, source, is_contacted, is_won), n in groups.items()
        for station, reached in ((ENQUIRED, True), (CONTACTED, is_contacted), (WON, is_won))
        if reached
    ]


def enquired_by_page(period: Period) -> list[Counted]:
    """Return the same of a period by article alone. One query, whose answer is short."""
    by_page = asked_in(period).order_by().values_list(KT("attribution__article_id"))
    rows = by_page.annotate(
        enquired=Count("pk"),
        contacted=Count("pk", filter=Q(handling__first_contact_at__isnull=False)),
        won=Count("pk", filter=Q(handling__state=Stage.WON)),
    )
    return [
        Counted(station, int(page or 0), 0, "", n)
        for page, *numbers in rows
        for station, n in zip((ENQUIRED, CONTACTED, WON), numbers, strict=True)
    ]


def funnel(counts: Iterable[Counted]) -> Funnel:
    """Add up what was counted, and the enquiries, of the same days."""
    events = list(counts)
    return Funnel(
        whole=_added(events, lambda _: 0)[0],
        by_page=_added(events, lambda each: each.page),
        by_version=_added((each for each in events if each.version), lambda each: each.version),
        by_source=_added(events, lambda each: each.source),
    )


def _added(events: Iterable[Counted], of: Callable[[Counted], Named]) -> dict[Named, Numbers]:
    found: defaultdict[Named, Numbers] = defaultdict(Counter)
    for each in events:
        found[of(each)][each.what] += each.n
    return found
