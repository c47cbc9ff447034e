"""The proof of a quiz, put together."""

from __future__ import annotations

from leads.quiz.content import Quiz
from leads.quiz.prover import coverage, gaps, references
from leads.quiz.prover.branches import asked, length, trees
from leads.quiz.prover.counting import STEPS, Count, TooMany, count
from leads.quiz.prover.proof import Proof
from leads.quiz.prover.sampling import sample


def prove(quiz: Quiz, steps: int = STEPS) -> Proof:
    """Return what is wrong with a quiz, and how it will go.

    `steps` bounds the counting; beyond it random takers are tried and the proof says how many.
    """
    forest = trees(quiz)
    parts = asked(forest)
    findings = references.findings(quiz, parts)
    lengths = [sum(length(tree, tree.shown, choose) for tree in forest) for choose in (min, max)]
    counted, alone = _counted(quiz, steps)
    if quiz.results and lengths[1]:
        findings += gaps.findings(quiz, counted, alone)
        findings += coverage.findings(quiz, counted, alone)
    return Proof(
        findings=tuple(findings),
        shares=coverage.shares(quiz, counted),
        asked={each.id: float(parts[each.id]) for each in quiz.questions},
        shortest=lengths[0],
        longest=lengths[1],
        sampled=counted.takers,
    )


def _counted(quiz: Quiz, steps: int) -> tuple[Count, dict[str, Count]]:
    """Return what takers come to. If that is a sample, also what each scope alone comes to."""
    try:
        return count(quiz, quiz.results, steps), {}
    except TooMany:
        counted = sample(quiz, quiz.results)
    alone = {}
    for scope in counted.scopes:
        results = [each for each in quiz.results if each.rule.category == scope.category]
        try:
            alone[scope.category] = count(quiz, results, steps // len(counted.scopes))
        except TooMany:
            continue
    return counted, alone
