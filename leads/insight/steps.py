"""What a dashboard shows of the way: from an article to a customer, and through the quiz."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from leads.insight import charts
from leads.insight.charts import Bar
from leads.insight.figures import few, share
from leads.insight.funnel import WAY, Numbers
from leads.insight.questions import Asked
from leads.insight.sections import Section, drawn_as, for_managers
from leads.insight.sheets import Row, Sheet
from leads.models.tally import What

ABOUT_WAY = (
    "Reads are known only where scripts run; every other step is counted for everybody. A step can "
    "be larger than the one before it: not all who enquire take the quiz."
)


def way(numbers: Numbers) -> Section:
    """Return the way from an article to a customer, in steps."""
    lengths = {what: drawn_as(what, numbers[what]) for what in WAY}
    most = max(lengths.values())
    shares = {after: share(numbers[after], numbers[what]) for what, after in pairwise(WAY)}
    rows = [
        Row(name, [for_managers(what, numbers[what]), shares.get(what, "")])
        for what, name in WAY.items()
    ]
    drawn = [
        Bar(row.name, _words(row.cells), 100 * length / most if most else 0)
        for row, length in zip(rows, lengths.values(), strict=True)
    ]
    title = "From an article to a customer"
    told = "; ".join(f"{each.name}: {each.words}" for each in drawn) + "."
    return Section(
        name="way",
        heading=title,
        told=ABOUT_WAY,
        picture=charts.bars("way", title, told, drawn),
        sheet=Sheet(("Step", "Number", "Of the step before"), rows),
    )


def questions(found: Sequence[Asked], quiz: str) -> Section:
    """Return where people leave a quiz. `quiz` names its version."""
    rows = [_question(each) for each in found if each.asked]
    return Section(
        name="questions",
        heading="Where people leave the quiz",
        told=f"{quiz}. Answers lead past some questions: only who was asked one is counted there."
        if rows
        else "",
        sheet=Sheet(("Question", "Asked", "Went on", "Left", "Of those asked"), rows),
        empty="Nobody has begun a quiz in this time.",
    )


def _question(each: Asked) -> Row:
    figures = [few(each.asked), few(each.answered), few(each.left), share(each.left, each.asked)]
    whole = drawn_as(What.ASKED, each.asked)
    bar = 100 * min(whole, drawn_as(What.ANSWERED, each.answered)) // whole
    return Row(f"{each.number}. {each.text}", figures, bar=bar)


def _words(cells: Sequence[str]) -> str:
    number, of_before = cells
    return f"{number} · {of_before}" if of_before.endswith("%") else number
