"""Whether every taker gets a result, by what was counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from leads.quiz.content import Quiz
from leads.quiz.prover.counting import Count
from leads.quiz.prover.proof import Finding
from leads.quiz.prover.scopes import Scope, always
from leads.quiz.prover.spans import Span, in_percent, in_words, joined, of_takers, spans


def findings(quiz: Quiz, counted: Count, alone: Mapping[str, Count]) -> Iterator[Finding]:
    """Yield what has no result.

    `alone` holds what could be counted of one scope by itself, by category, where random takers had
    to be tried for all of them together.
    """
    if 0 in counted.holding:
        yield from _named(quiz, counted)
    elif counted.takers and not always(quiz) and all(0 in each.holding for each in alone.values()):
        text = (
            f"There are too many ways through this quiz to count. All of {counted.takers:,} random "
            "takers got a result; to be sure of it, add one without limits at the end."
        )
        yield Finding("warning", "gaps_unknown", text, "", "results")


def _named(quiz: Quiz, counted: Count) -> Iterator[Finding]:
    if len(counted.scopes) != 1:
        share = of_takers(counted.holding[0])
        text = f"{_together(quiz, counted)}: {share}. Add one without limits at the end."
        yield Finding("error", "gap", text, "", "results")
        return
    scope = counted.scopes[0]
    for span in spans(scope, counted.reached[scope.category], 0):
        verb = "has" if span[0] == span[1] else "have"
        text = f"{in_words(quiz, scope, [span])} {verb} no result."
        yield Finding("error", "gap", text, _beside(quiz, scope, span), "results")


def _together(quiz: Quiz, counted: Count) -> str:
    parts = []
    for scope in counted.scopes:
        found = spans(scope, counted.reached[scope.category], 0)
        words = in_words(quiz, scope, found)
        parts.append(words[0].lower() + words[1:])
    return (
        f"There is no result for {joined(parts, 'together with')}" if parts else "No result holds"
    )


def _beside(quiz: Quiz, scope: Scope, span: Span) -> str:
    """Return the id of the result to widen over a gap: the one below it, else the one above."""
    bits = {1 << place: each.id for place, each in enumerate(quiz.results)}
    measure = "percent" if in_percent(scope) else "score"
    rules = [(rule, bits[bit]) for bit, rule in scope.rules if rule.measure == measure]
    below = [
        (rule.end, each) for rule, each in rules if rule.end is not None and rule.end < span[0]
    ]
    above = [
        (rule.start, each)
        for rule, each in rules
        if rule.start is not None and rule.start > span[1]
    ]
    if below:
        return max(below)[1]
    return min(above)[1] if above else ""
