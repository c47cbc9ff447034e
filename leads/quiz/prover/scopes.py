"""What the rules of a quiz's results look at, kept in one whole number for each set of answers.

Counting ways means adding points very many times. A scope is the total or a category. Each has
some bits of that number for its points and as many for what could be had, enough never to spill.
The lowest bits, one for each result, say whose rule holds.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from leads.quiz.content import Option, Question, Quiz, Result, Rule
from leads.quiz.scoring import most_points, percent


@dataclass(frozen=True)
class Scope:
    """The total ("") or a category, and the rules that look at it, each with its result's bit."""

    category: str
    rules: tuple[tuple[int, Rule], ...]
    place: int
    width: int

    @property
    def by_percent(self) -> bool:
        return any(rule.measure == "percent" for _, rule in self.rules)

    def worth(self, option: Option) -> int:
        """Return the option's points, in their place."""
        points = option.points.get(self.category, 0) if self.category else option.total
        return points << self.place

    def most(self, question: Question) -> int:
        """Return what can be had of a question, in its place; 0 if no rule asks for it."""
        if not self.by_percent:
            return 0
        return most_points(question, self.category or None) << self.place + self.width

    def is_moved_by(self, question: Question) -> bool:
        """Return whether an answer to the question can change anything here."""
        return most_points(question, self.category or None) > 0

    def within(self, number: int) -> int:
        """Return `number` with the bits of this scope alone."""
        return number & ((1 << 2 * self.width) - 1) << self.place

    def read(self, number: int) -> tuple[int, int]:
        """Return the points in `number`, and what could be had."""
        most, score = divmod(self.within(number) >> self.place, 1 << self.width)
        return score, most

    def holding(self, score: int, most: int) -> int:
        """Return whose rules hold, a bit for each result."""
        measured = {"score": score, "percent": percent(score, most)}
        return sum(bit for bit, rule in self.rules if rule.holds(measured[rule.measure]))


def scopes(quiz: Quiz, results: Iterable[Result]) -> list[Scope]:
    """Return what the rules of `results` look at. A rule for a missing category never holds."""
    bits = {each.id: 1 << place for place, each in enumerate(quiz.results)}
    rules: dict[str, list[tuple[int, Rule]]] = {}
    for result in results:
        if not result.rule.always:
            rules.setdefault(result.rule.category, []).append((bits[result.id], result.rule))
    known = {"", *(each.id for each in quiz.categories)}
    width = sum(most_points(each) for each in quiz.questions).bit_length()
    return [
        Scope(category, tuple(found), len(quiz.results) + 2 * width * place, width)
        for place, (category, found) in enumerate(rules.items())
        if category in known
    ]


def always(quiz: Quiz) -> int:
    """Return the bits of the results that hold whatever the answers."""
    return sum(1 << place for place, each in enumerate(quiz.results) if each.rule.always)
