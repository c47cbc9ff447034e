"""Weak spots that a quiz finds and no article helps with: what to write next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from wagtail.models import Page

from leads.insight.figures import few
from leads.insight.sections import Section
from leads.insight.sheets import Row, Sheet
from leads.models import QuizAttempt, QuizPage, QuizVersion
from leads.quiz.content import Quiz, read
from leads.quiz.scoring import first_unanswered, outcome

LOW = 40  # per cent; what a result calls low ends there
LATEST = 500  # attempts


@dataclass(frozen=True)
class Spot:
    """A category of a quiz for which there is nothing to read. `weak` of `taken` were low in it."""

    quiz: QuizPage
    category: str
    weak: int
    taken: int


def spots(quizzes: Iterable[QuizPage]) -> Iterator[Spot]:
    """Yield the weak spots of these quizzes as they are live, from their latest takers."""
    for page in quizzes:
        version = QuizVersion.objects.newest(page) if page.live else None
        if version is not None:
            yield from _spots(page, version, read(version.content))


def section(quizzes: Iterable[QuizPage]) -> Section:
    """Return the part of a report that lists them, those first in which most are weak."""
    found = sorted(spots(quizzes), key=lambda spot: -spot.weak)
    return Section(
        name="weak-spots",
        heading="Weak spots without an article",
        told="Categories for which no answer and no result of the quiz recommends an article that "
        f"is live, and how many of its last {LATEST} takers were low in them.",
        sheet=Sheet(
            ("Quiz and category", "Low", "Taken"),
            [
                Row(f"{spot.quiz.title}: {spot.category}", [few(spot.weak), few(spot.taken)])
                for spot in found
            ],
        ),
        empty="Every category of every live quiz has an article to recommend.",
    )


def _spots(page: QuizPage, version: QuizVersion, quiz: Quiz) -> Iterator[Spot]:
    articles = _articles(quiz)
    named = {pk for pks in articles.values() for pk in pks}
    live = set(Page.objects.live().public().filter(pk__in=named).values_list("pk", flat=True))
    bare = [each for each in quiz.categories if not live & articles[each.id]]
    if not bare:
        return
    taken, weak = _taken(version, quiz)
    for each in bare:
        yield Spot(page, each.name, weak[each.id], taken)


def _articles(quiz: Quiz) -> dict[str, set[int]]:
    """Return the articles that are recommended for each category, by an answer or by a result."""
    found: dict[str, set[int]] = {each.id: set() for each in quiz.categories}
    for question in quiz.questions:
        chosen = {each.article for each in question.options if each.article is not None}
        for category in question.categories:
            found.setdefault(category, set()).update(chosen)
    for result in quiz.results:
        if result.rule.category:
            found.setdefault(result.rule.category, set()).update(result.articles)
    return found


def _taken(version: QuizVersion, quiz: Quiz) -> tuple[int, Counter[str]]:
    """Return how many have finished it lately, and how many of them are low in each category."""
    attempts = QuizAttempt.objects.filter(version=version, is_test=False).order_by("-pk")
    answers = list(attempts.values_list("answers", flat=True)[:LATEST])
    finished = [each for each in answers if first_unanswered(quiz, each) is None]
    scores = [score for each in finished for score in outcome(quiz, each).categories]
    weak = Counter(each.id for each in scores if each.max_score and each.percent < LOW)
    return len(finished), weak
