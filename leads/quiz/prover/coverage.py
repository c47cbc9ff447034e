"""Whether every result has its takers, and no two the same ones, by what was counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from leads.quiz.content import Quiz, Result
from leads.quiz.prover.counting import Count
from leads.quiz.prover.proof import Finding, Share
from leads.quiz.prover.scopes import Scope
from leads.quiz.prover.spans import in_words, joined, of_takers, spans
from leads.quiz.scoring import percent


def shares(quiz: Quiz, counted: Count) -> tuple[Share, ...]:
    """Return which part of takers gets each result, in order; at the end those who get none."""
    parts = dict.fromkeys([1 << place for place in range(len(quiz.results))], 0.0)
    for bits, part in counted.holding.items():
        if bits:
            parts[_first(bits)] += part
    found = [
        Share(result.id, result.title, part)
        for result, part in zip(quiz.results, parts.values(), strict=True)
    ]
    return (*found, *(Share("", "", part) for bits, part in counted.holding.items() if not bits))


def findings(quiz: Quiz, counted: Count, alone: Mapping[str, Count]) -> Iterator[Finding]:
    """Yield results that nobody gets, and those that overlap.

    `alone` holds what could be counted of one scope by itself, by category, where random takers had
    to be tried for all of them together.
    """
    for place, result in enumerate(quiz.results):
        scope = next(
            (each for each in counted.scopes if result.rule.category == each.category), None
        )
        holding = [bits for bits in counted.holding if bits >> place & 1]
        if not result.rule.always and (scope is None or result.rule.is_backwards):
            continue  # said already, as an error
        if not holding:
            text = _unreached(result, place, counted, alone)
            yield Finding("warning", "result_unreached", text, result.id, "results")
        elif all(_first(bits) != 1 << place for bits in holding):
            text = _hidden(quiz, result, counted, holding)
            yield Finding("warning", "result_hidden", text, result.id, "results")
        elif scope is not None and not result.rule.always:
            for text in _overlaps(quiz, scope, place, counted):
                yield Finding("warning", "overlap", text, result.id, "results")
    yield from _overlaps_elsewhere(quiz, counted)


def _first(bits: int) -> int:
    """Return the bit of the result that is shown: the first one whose rule holds."""
    return bits & -bits


def _unreached(result: Result, place: int, counted: Count, alone: Mapping[str, Count]) -> str:
    rule = result.rule
    seen = alone.get(rule.category) if counted.takers else counted
    if seen is None or any(bits >> place & 1 for bits in seen.holding):
        return f"None of {counted.takers:,} random takers got “{result.title}”."
    reached = seen.reached[rule.category]
    noun, values = "scores", [score for score, _ in reached]
    if rule.measure == "percent":
        noun, values = "percentages", [percent(*each) for each in reached]
    return (
        f"“{result.title}” is never reached: its rule holds for none of the {noun} that occur, "
        f"which go from {min(values)} to {max(values)}."
    )


def _hidden(quiz: Quiz, result: Result, counted: Count, holding: Sequence[int]) -> str:
    shown = {_first(bits) for bits in holding}
    before = [f"“{each.title}”" for place, each in enumerate(quiz.results) if 1 << place in shown]
    who = f"of {counted.takers:,} random takers, all" if counted.takers else "all"
    return (
        f"“{result.title}” is never shown: {who} whom its rule is for get {joined(before, 'or')}, "
        "which come before it."
    )


def _overlaps(quiz: Quiz, scope: Scope, place: int, counted: Count) -> Iterator[str]:
    """Yield each earlier result that holds for some of the same scores, with these."""
    title = quiz.results[place].title
    for number, earlier in enumerate(quiz.results[:place]):
        both = 1 << number | 1 << place
        found = spans(scope, counted.reached[scope.category], both)
        if found:
            yield (
                f"{in_words(quiz, scope, found)} match both “{earlier.title}” and “{title}”. "
                f"“{earlier.title}” comes first and is shown."
            )


def _overlaps_elsewhere(quiz: Quiz, counted: Count) -> Iterator[Finding]:
    """Yield one finding of all results that look at different scores and hold for some takers."""
    rules = [sum(bit for bit, _ in scope.rules) for scope in counted.scopes]
    several = {
        bits: part
        for bits, part in counted.holding.items()
        if sum(bool(bits & each) for each in rules) > 1
    }
    if several:
        titles = [
            f"“{each.title}”"
            for place, each in enumerate(quiz.results)
            if not each.rule.always and any(bits >> place & 1 for bits in several)
        ]
        text = (
            f"{joined(titles)} look at different scores, and {of_takers(sum(several.values()))} "
            "match more than one of them. The first is shown: put what matters most first."
        )
        yield Finding("warning", "overlap", text, "", "results")
