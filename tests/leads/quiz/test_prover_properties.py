"""That counting finds just what walking every way finds."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given

from leads.quiz import scoring
from leads.quiz.content import Quiz, Result
from leads.quiz.prover import Proof, prove
from leads.quiz.scoring import Outcome
from tests.leads.quiz.quizzes import quizzes, takers

Walked = list[tuple[list[str], Outcome, Fraction]]  # questions asked, outcome, part of takers


def walked(taken: Quiz) -> Walked:
    return [
        ([each.id for each in scoring.path(taken, answers)], scoring.outcome(taken, answers), part)
        for answers, part in takers(taken)
    ]


def holds(result: Result, outcome: Outcome) -> bool:
    """Whether a result's rule holds, said anew."""
    rule = result.rule
    if rule.start is None and rule.end is None:
        return True
    measured = {"": outcome} | {each.id: each for each in outcome.categories}
    if rule.category not in measured:
        return False
    scope = measured[rule.category]
    value = scope.percent if rule.measure == "percent" else scope.score
    low = 0 if rule.start is None else rule.start
    return low <= value <= (10**6 if rule.end is None else rule.end)


def found(proof: Proof, code: str) -> set[str]:
    return {each.where for each in proof.findings if each.code == code}


@given(quizzes())
def test_shares_are_those_of_all_ways(taken: Quiz) -> None:
    proof, ways = prove(taken), walked(taken)

    assert proof.sampled == 0
    shares = {each.result: each.share for each in proof.shares}
    for each in [*taken.results, None]:
        share = sum(part for _, outcome, part in ways if outcome.result == each)
        assert shares.get(each.id if each else "", 0) == pytest.approx(float(share))
        assert (each is not None or "" in shares) or share == 0


@given(quizzes())
def test_who_is_asked_what_and_how_much_is_that_of_all_ways(taken: Quiz) -> None:
    proof, ways = prove(taken), walked(taken)

    assert proof.shortest == min(len(path) for path, *_ in ways)
    assert proof.longest == max(len(path) for path, *_ in ways)
    for each in taken.questions:
        share = sum(part for path, _, part in ways if each.id in path)
        assert proof.asked[each.id] == pytest.approx(float(share))
        if each.id in found(proof, "question_unreached"):
            assert share == 0
        elif share == 0:
            assert any(error.where == each.id for error in proof.errors)


@given(quizzes())
def test_gaps_unreached_hidden_and_overlapping_results_are_those_of_all_ways(taken: Quiz) -> None:
    proof, ways = prove(taken), walked(taken)
    outcomes = [outcome for _, outcome, _ in ways]
    if proof.longest == 0:
        return

    assert bool(found(proof, "gap")) == any(each.result is None for each in outcomes)
    broken = found(proof, "rule_backwards") | found(proof, "rule_category_gone")
    for place, result in enumerate(taken.results):
        matched = [each for each in outcomes if holds(result, each)]
        shown = any(each.result == result for each in matched)
        if result.id in broken:
            assert not matched
            continue
        assert (result.id in found(proof, "result_unreached")) == (not matched)
        assert (result.id in found(proof, "result_hidden")) == (bool(matched) and not shown)
        earlier = [
            each
            for each in taken.results[:place]
            if each.rule.category == result.rule.category and not each.rule.always
        ]
        overlaps = any(holds(each, outcome) for each in earlier for outcome in matched)
        assert (result.id in found(proof, "overlap")) == (
            overlaps and shown and not result.rule.always
        )


@given(quizzes())
def test_a_sample_shows_nothing_that_no_way_leads_to(taken: Quiz) -> None:
    proof, exact = prove(taken, steps=0), prove(taken)

    assert proof.sampled > 0
    shares = {each.result: each.share for each in exact.shares}
    for each in proof.shares:
        assert each.share == pytest.approx(shares.get(each.result, 0), abs=0.05)
        assert each.share == 0 or shares.get(each.result, 0) > 0
    assert found(proof, "gap") <= found(exact, "gap") or found(exact, "gap")
    assert (proof.shortest, proof.longest, proof.asked) == (
        exact.shortest,
        exact.longest,
        exact.asked,
    )
