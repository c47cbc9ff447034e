"""Every way through a quiz, counted. What it costs grows with different scores, not with ways."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from leads.quiz.content import Quiz, Result
from leads.quiz.prover.branches import Branch, trees
from leads.quiz.prover.reach import Reach
from leads.quiz.prover.scopes import Scope, always, scopes

STEPS = 500_000  # additions; some tenths of a second

Table = dict[int, float]  # numbers (scopes.py), each with its part of takers


class TooMany(Exception):
    """There are too many different outcomes to count."""


@dataclass
class Count:
    """What takers come to, as far as the rules of results look at it.

    `holding`: which part of takers, 0 to 1, comes to which rules holding together, as bits of the
    results. `reached`: what points, and out of how many, occur in a category or in all (""); out of
    0 where no rule asks for a percentage. `takers` were tried; 0: every way was counted.
    """

    scopes: Sequence[Scope]
    holding: Table = field(default_factory=dict)
    reached: dict[str, set[tuple[int, int]]] = field(default_factory=lambda: defaultdict(set))
    takers: int = 0

    def settle(self, table: Table, scope: Scope) -> Table:
        """Return `table` with the points in `scope` given up for whose rules hold with them."""
        found: Table = defaultdict(float)
        known: dict[int, int] = {}  # what is in a scope's place, to what takes it
        for number, part in table.items():
            points = scope.within(number)
            if points not in known:
                reached = scope.read(points)
                self.reached[scope.category].add(reached)
                known[points] = scope.holding(*reached)
            found[number - points + known[points]] += part
        return found


def count(quiz: Quiz, results: Iterable[Result], steps: int = STEPS) -> Count:
    """Count what all takers come to, as far as the rules of `results` look at it.

    Raises TooMany when that takes more than `steps`.
    """
    counted = Count(scopes(quiz, results))
    forest = trees(quiz)
    tables = _Tables(counted, forest, steps)
    table = tables.together(forest, sum(1 << n for n, tree in enumerate(forest) if tree.shown))
    for scope in tables.reach.nowhere:
        table = counted.settle(table, scope)
    counted.holding = {bits | always(quiz): part for bits, part in table.items()}
    return counted


class _Tables:
    """What branches of questions come to, and what finding it out may still cost.

    Points that no other question can move are settled at once: they need be told apart no more.
    """

    def __init__(self, counted: Count, forest: Sequence[Branch], steps: int) -> None:
        self._counted = counted
        self._steps = steps
        self.reach = Reach(counted.scopes, forest)
        self._known: dict[tuple[str, bool], Table] = {}

    def together(self, branches: Sequence[Branch], asked: int) -> Table:
        """Return what branches side by side come to; bits in `asked` say which begin by asking."""
        table: Table = {0: 1.0}
        for place, done in self.reach.order(branches):
            table = self._product(table, self._of(branches[place], bool(asked >> place & 1)))
            table = self._settled(table, done)
        return table

    def _of(self, branch: Branch, shown: bool) -> Table:
        key = branch.question.id, shown
        if key not in self._known:
            below = self._asked(branch) if shown else self.together(branch.below, branch.unchosen)
            self._known[key] = self._settled(below, self.reach.ending_with(branch))
        return self._known[key]

    def _asked(self, branch: Branch) -> Table:
        found: Table = defaultdict(float)
        for asked, own in answers(branch, self._counted.scopes).items():
            for number, part in self._product(own, self.together(branch.below, asked)).items():
                found[number] += part
        return found

    def _product(self, first: Table, second: Table) -> Table:
        """Return what two sets of questions come to together. Neither moves the other."""
        self._steps -= len(first) * len(second)
        if self._steps < 0:
            raise TooMany
        found: Table = defaultdict(float)
        for number, part in first.items():
            for other, its_part in second.items():
                found[number + other] += part * its_part
        return found

    def _settled(self, table: Table, done: Iterable[Scope]) -> Table:
        for scope in done:
            table = self._counted.settle(table, scope)
        return table


def answers(branch: Branch, found: Sequence[Scope]) -> dict[int, Table]:
    """Return by what they ask below which numbers the answers to a question come to."""
    most = sum(scope.most(branch.question) for scope in found)
    ways = branch.ways(lambda option: sum(scope.worth(option) for scope in found))
    total = sum(ways.values())
    tables: dict[int, Table] = defaultdict(dict)
    for (asked, worth), number in ways.items():
        tables[asked][worth + most] = number / total
    return tables
