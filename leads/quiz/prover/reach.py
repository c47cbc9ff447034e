"""Which questions move which scope, and so after which of them its points are settled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from leads.quiz.prover.branches import Branch
from leads.quiz.prover.scopes import Scope


class Reach:
    """How many questions of each branch move the points in each scope."""

    def __init__(self, scopes: Sequence[Scope], forest: Sequence[Branch]) -> None:
        self._scopes = scopes
        self._moving: dict[str, Counter[Scope]] = {}
        self._orders: dict[str, list[tuple[int, list[Scope]]]] = {}
        self._total = self._add(forest)

    @property
    def nowhere(self) -> list[Scope]:
        """The scopes that no question moves."""
        return [each for each in self._scopes if not self._total[each]]

    def ending_with(self, branch: Branch) -> list[Scope]:
        """Return what is settled once the branch's own question is, and not before."""
        own = _moved(branch, self._scopes)
        moving = self._moving[branch.question.id]
        return [each for each in own if moving[each] == self._total[each]]

    def order(self, branches: Sequence[Branch]) -> list[tuple[int, list[Scope]]]:
        """Return places in `branches` in an order that leaves few scopes under way at a time, each
        with what is settled after it."""
        if not branches:
            return []
        key = branches[0].question.id
        if key not in self._orders:
            self._orders[key] = list(self._ordered(branches))
        return self._orders[key]

    def _ordered(self, branches: Sequence[Branch]) -> Iterator[tuple[int, list[Scope]]]:
        moving = [self._moving[each.question.id] for each in branches]
        seen: Counter[Scope] = Counter()

        def under_way(place: int) -> int:
            then = seen + moving[place]
            return sum(number < self._total[each] for each, number in then.items())

        waiting = list(range(len(branches)))
        while waiting:
            place = min(waiting, key=under_way)
            waiting.remove(place)
            seen += moving[place]
            # What one branch moves alone is settled within it.
            yield (
                place,
                [
                    each
                    for each, number in moving[place].items()
                    if number < self._total[each] == seen[each]
                ],
            )

    def _add(self, branches: Sequence[Branch]) -> Counter[Scope]:
        """Count what moves what in each branch, and return the sum."""
        total: Counter[Scope] = Counter()
        for branch in branches:
            moving = self._add(branch.below) + Counter(_moved(branch, self._scopes))
            self._moving[branch.question.id] = moving
            total += moving
        return total


def _moved(branch: Branch, scopes: Sequence[Scope]) -> list[Scope]:
    return [each for each in scopes if each.is_moved_by(branch.question)]
