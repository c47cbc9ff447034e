"""What a quiz will do, said to its editor while it is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from leads.quiz.content import Quiz, read
from leads.quiz.editing.typed import Typed, Unreadable, of_new_page, of_page
from leads.quiz.prover import Finding, Proof, prove

TEMPLATE = "leads/quiz/check.html"


@dataclass(frozen=True)
class Part:
    """A result or a question, and which part of random takers comes to it."""

    where: str
    title: str
    percent: int
    words: str


@dataclass(frozen=True)
class Check:
    """What the prover says of a quiz, as the admin shows it."""

    errors: tuple[Finding, ...]
    warnings: tuple[Finding, ...]
    length: str
    results: list[Part]
    rarely_asked: list[Part]
    sampled: int

    @property
    def verdict(self) -> str:
        """Whether it may be published, in words."""
        if self.errors:
            count = len(self.errors)
            return f"{count} error{'s' if count > 1 else ''} to put right before it is published"
        return "Nothing keeps it from being published"


def check(quiz: Quiz) -> Check:
    """Return what the prover says of a quiz."""
    proof = prove(quiz)
    return Check(
        errors=proof.errors,
        warnings=proof.warnings,
        length=_length(proof),
        results=[
            _part(each.result, each.title or "No result", each.share) for each in proof.shares
        ],
        rarely_asked=[
            _part(each.id, each.text, proof.asked[each.id])
            for each in quiz.questions
            if proof.asked[each.id] < 1
        ],
        sampled=proof.sampled,
    )


@require_POST
def check_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Check the quiz in the form of a page."""
    return _show(request, lambda: of_page(request, pk))


@require_POST
def check_below(request: HttpRequest, pk: int) -> HttpResponse:
    """Check the quiz in the form of a page that is being made below another one."""
    return _show(request, lambda: of_new_page(request, pk))


def _show(request: HttpRequest, typed: Callable[[], Typed]) -> HttpResponse:
    context: dict[str, Any]
    try:
        context = {"check": check(read(typed().content))}
    except Unreadable as error:
        context = {"unreadable": error.fields}
    return render(request, TEMPLATE, context)


def _length(proof: Proof) -> str:
    if proof.shortest == proof.longest:
        return f"{proof.longest} question{'' if proof.longest == 1 else 's'}"
    return f"{proof.shortest} to {proof.longest} questions"


def _part(where: str, title: str, share: float) -> Part:
    percent = round(100 * share)
    words = "fewer than 1 %" if 0 < share < 0.01 else f"{percent} %"
    return Part(where, title, percent, words)
