"""Random takers of a quiz, where there are too many ways through it to count.

They are the same ones every time: a proof must not change while the quiz does not.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Sequence

from leads.quiz.content import Quiz, Result
from leads.quiz.prover.branches import Branch, trees
from leads.quiz.prover.counting import Count, Table, answers
from leads.quiz.prover.scopes import always, scopes

TAKERS = 5_000
_SEED = 4


def sample(quiz: Quiz, results: Iterable[Result]) -> Count:
    """Return what random takers come to, as far as the rules of `results` look at it."""
    counted = Count(scopes(quiz, results), takers=TAKERS)
    walk = _Walk(counted)
    everybody = range(TAKERS)
    for tree in trees(quiz):
        walk.through(tree, *((everybody, ()) if tree.shown else ((), everybody)))
    numbers = Counter(number | always(quiz) for number in walk.numbers)
    table: Table = {number: times / TAKERS for number, times in numbers.items()}
    for scope in counted.scopes:
        table = counted.settle(table, scope)
    counted.holding = table
    return counted


class _Walk:
    """All takers together, on their way from question to question."""

    def __init__(self, counted: Count) -> None:
        self.numbers = [0] * TAKERS
        self._scopes = counted.scopes
        self._random = random.Random(_SEED)  # noqa: S311 - no secret comes of it

    def through(self, branch: Branch, takers: Sequence[int], others: Sequence[int]) -> None:
        """Ask the first question of a branch of `takers`, not of `others`, and go on below it."""
        asked = self._ask(branch, takers)
        for place, each in enumerate(branch.below):
            yes = [taker for taker, bits in zip(takers, asked, strict=True) if bits >> place & 1]
            no = [taker for taker, bits in zip(takers, asked, strict=True) if not bits >> place & 1]
            (yes if each.shown else no).extend(others)
            self.through(each, yes, no)

    def _ask(self, branch: Branch, takers: Sequence[int]) -> list[int]:
        """Let `takers` answer. Return what each is asked below, as bits."""
        ways = [
            (asked, number, part)
            for asked, table in answers(branch, self._scopes).items()
            for number, part in table.items()
        ]
        picked = self._random.choices(ways, [part for *_, part in ways], k=len(takers))
        for taker, (_, number, _) in zip(takers, picked, strict=True):
            self.numbers[taker] += number
        return [asked for asked, *_ in picked]
