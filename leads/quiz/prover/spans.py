"""Scores in words, such as "Scores 7 to 8 in “Backups”"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from leads.quiz.content import Quiz
from leads.quiz.prover.scopes import Scope
from leads.quiz.scoring import percent

Span = tuple[int, int]  # first and last, both included


def spans(scope: Scope, reached: Iterable[tuple[int, int]], rules: int) -> list[Span]:
    """Return the values that occur and for which all of `rules` hold, as bits; 0: none holds.

    Values are points, or per cent where all rules of the scope ask for them. Those with nothing but
    values that do not occur between them are put together.
    """
    by_value: dict[int, bool] = {}
    by_percent = in_percent(scope)
    for score, most in reached:
        value = percent(score, most) if by_percent else score
        holding = scope.holding(score, most)
        wanted = holding & rules == rules if rules else not holding
        by_value[value] = by_value.get(value, False) or wanted
    return _runs(sorted(by_value.items()))


def in_percent(scope: Scope) -> bool:
    """Return whether the scope is best spoken of in per cent."""
    return all(rule.measure == "percent" for _, rule in scope.rules)


def in_words(quiz: Quiz, scope: Scope, found: Sequence[Span]) -> str:
    """Return `found` as the beginning of a sentence."""
    is_one = len(found) == 1 and found[0][0] == found[0][1]
    noun = "Percentage" if in_percent(scope) else "Score"
    listed = joined(
        [str(first) if first == last else f"{first} to {last}" for first, last in found]
    )
    names = [each.name for each in quiz.categories if each.id == scope.category]
    within = f" in “{names[0]}”" if names else ""
    return f"{noun}{'' if is_one else 's'} {listed}{within}"


def joined(parts: Sequence[str], word: str = "and") -> str:
    """Return the parts as a list in a sentence."""
    return f" {word} ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))


def of_takers(share: float) -> str:
    """Return a part, 0 to 1, of all takers in words."""
    return "fewer than 1 % of takers" if share < 0.01 else f"{round(100 * share)} % of takers"


def _runs(values: Sequence[tuple[int, bool]]) -> list[Span]:
    found: list[Span] = []
    is_open = False
    for value, wanted in values:
        if wanted and is_open:
            found[-1] = found[-1][0], value
        elif wanted:
            found.append((value, value))
        is_open = wanted
    return found
