"""What a dashboard shows over time: enquiries, and how soon they were answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from leads.insight import charts
from leads.insight.answering import Answer, answers_by_stretch, usual_wait
from leads.insight.charts import Column
from leads.insight.enquiries import Lead
from leads.insight.figures import exact, lasting
from leads.insight.period import Period
from leads.insight.sections import Section
from leads.insight.sheets import Row, Sheet


def enquiries(leads: Sequence[Lead], period: Period) -> Section:
    """Return how many enquiries came each day, week or month."""
    counts = dict.fromkeys(period.stretches(), 0)
    for day, n in Counter(lead.day for lead in leads).items():
        counts[period.stretch(day)] += n
    title = f"Enquiries each {period.unit}"
    told = f"{len(leads):,} in all, {max(counts.values()):,} at most in one {period.unit}."
    drawn = [
        Column(period.short_name(each), f"{period.name(each)}: {n:,}", [n])
        for each, n in counts.items()
    ]
    return Section(
        name="enquiries",
        heading=title,
        told=told,
        picture=charts.columns("enquiries", title, told, drawn),
        sheet=Sheet(
            (period.unit.capitalize(), "Enquiries"),
            [Row(period.name(each), [exact(n)]) for each, n in counts.items()],
        ),
    )


def answers(leads: Sequence[Lead], period: Period, now: datetime) -> Section:
    """Return how soon enquiries were answered, against what was promised."""
    found = answers_by_stretch(leads, period, now)
    title, told = "First contact against the promise", _told(leads, found.values())
    drawn = [_column(each, counts, period) for each, counts in found.items()]
    return Section(
        name="answers",
        heading=title,
        told=told,
        picture=charts.columns("answers", title, told, drawn),
        shades=list(enumerate(each.value for each in Answer)),
        sheet=Sheet(
            (period.unit.capitalize(), *(each.value for each in Answer)),
            [
                Row(period.name(each), [exact(counts[answer]) for answer in Answer])
                for each, counts in found.items()
            ],
        ),
    )


def _column(stretch: date, counts: Counter[Answer], period: Period) -> Column:
    parts = [f"{each.value.lower()} {counts[each]:,}" for each in Answer if counts[each]]
    words = f"{period.name(stretch)}: {', '.join(parts) or 'none'}"
    return Column(period.short_name(stretch), words, [counts[each] for each in Answer])


def _told(leads: Sequence[Lead], counts: Iterable[Counter[Answer]]) -> str:
    found = sum(counts, Counter[Answer]())
    due = found[Answer.IN_TIME] + found[Answer.LATE] + found[Answer.OVERDUE]
    if not due:
        return "No enquiry of this time has been due yet."
    in_time, overdue = found[Answer.IN_TIME], found[Answer.OVERDUE]
    told = (
        f"Of {due:,} that were due, {in_time:,} were answered in time ({100 * in_time // due} %)."
    )
    if overdue:
        told += f" Overdue and waiting: {overdue:,}."
    wait = usual_wait(leads)
    return f"{told} Half of the first contacts came within {lasting(wait)}." if wait else told
