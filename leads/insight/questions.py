"""Where people leave a quiz: of those who were asked each question, how many went on."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Sum
from django.db.models.fields.json import KT
from django.utils import timezone

from leads.insight.period import Period
from leads.models import QuizVersion, Tally
from leads.models.tally import What
from leads.quiz.content import read


@dataclass(frozen=True)
class Asked:
    """A question, in its place. Who was led past it was not asked."""

    number: int
    text: str
    asked: int
    answered: int

    @property
    def left(self) -> int:
        """How many stopped there. Who comes back another day has not."""
        return max(0, self.asked - self.answered)


def names_of(versions: set[int]) -> dict[int, str]:
    """Return what to call these versions, such as "IT check, 3 May 2026". One query."""
    rows = QuizVersion.objects.filter(pk__in=versions).annotate(title=KT("content__title"))
    told = rows.values_list("pk", "title", "created_at", "published_at")
    return {pk: f"{title}, {_day(published or created)}" for pk, title, created, published in told}


def asked_in(period: Period, version: int) -> list[Asked]:
    """Return how it went with each question of a version, in their order. Two queries."""
    found = QuizVersion.objects.filter(pk=version).first()
    if found is None:
        return []
    numbers = _numbers(period, version)
    return [
        Asked(
            number=number,
            text=question.text,
            asked=numbers[What.ASKED, question.id],
            answered=numbers[What.ANSWERED, question.id],
        )
        for number, question in enumerate(read(found.content).questions, start=1)
    ]


def _day(moment: datetime) -> str:
    day = timezone.localdate(moment)
    return f"{day.day} {day:%B %Y}"


def _numbers(period: Period, version: int) -> Counter[tuple[str, str]]:
    tallies = Tally.objects.between(period.first, period.last).filter(version=version)
    counted = tallies.filter(what__in=[What.ASKED, What.ANSWERED])
    sums = counted.values_list("what", "question").annotate(total=Sum("n")).order_by()
    return Counter({(what, question): total for what, question, total in sums})
