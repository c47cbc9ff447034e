"""How far somebody is in a quiz whose length depends on the answers. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from leads.quiz.answers import Answers, is_answered
from leads.quiz.content import Question, Quiz
from leads.quiz.scoring import chosen, is_shown, path

Span = tuple[int, int]  # how many questions are asked, at the fewest and at the most


@dataclass(frozen=True)
class Progress:
    """A question's place among those asked, and how many there can be in all."""

    place: int
    fewest: int
    most: int

    @property
    def words(self) -> str:
        """Such as "Question 2 of 6", or "of 5 to 8" while later answers decide."""
        return f"Question {self.place} of {in_words((self.fewest, self.most))}"


def progress(quiz: Quiz, answers: Answers, question: Question) -> Progress:
    """Return how far `question` is, which is on the path of these answers.

    Only what was answered before it counts as given: all else may still be changed. So `most` never
    grows on the way forward, and a bar never goes back.
    """
    place = quiz.number_of(question)
    before = [each for each in path(quiz, answers) if quiz.number_of(each) < place]
    given = {each.id: answers[each.id] for each in before if is_answered(each, answers)}
    fewest, most = length(quiz, given)
    return Progress(len(before) + 1, fewest, most)


def length(quiz: Quiz, given: Answers) -> Span:
    """Return how many questions can be asked of somebody who has answered like this so far."""
    return _Tree(quiz, given).span()


def in_words(span: Span) -> str:
    """Return such as "6", or "5 to 8"."""
    fewest, most = span
    return f"{most}" if fewest == most else f"{fewest} to {most}"


class _Tree:
    """A question depends on one other at most, so what depends on two adds up for each alone."""

    def __init__(self, quiz: Quiz, given: Answers) -> None:
        self.given = given
        self.roots: list[Question] = []
        self.below: dict[str, list[Question]] = defaultdict(list)
        earlier: set[str] = set()
        for each in quiz.questions:
            depends = each.show_if is not None and each.show_if.question in earlier
            siblings = self.below[each.show_if.question] if depends and each.show_if else self.roots
            siblings.append(each)
            earlier.add(each.id)

    def span(self) -> Span:
        return _total(self._span(each, {}) for each in self.roots)

    def _span(self, question: Question, picked: dict[str, set[str]]) -> Span:
        shown = is_shown(question, picked)
        picks = self._picks(question) if shown else iter([frozenset[str]()])
        spans = [
            _total(self._span(each, {question.id: set(pick)}) for each in self.below[question.id])
            for pick in picks
        ]
        return shown + min(low for low, _ in spans), shown + max(high for _, high in spans)

    def _picks(self, question: Question) -> Iterator[frozenset[str]]:
        """Yield the sets of options that can be chosen, as far as they differ for what follows."""
        if question.id in self.given:
            yield frozenset(option.id for option in chosen(question, self.given))
            return
        rules = [each.show_if for each in self.below[question.id] if each.show_if]
        named = {option for rule in rules for option in rule.options}
        telling = [option.id for option in question.options if option.id in named]
        if not telling or len(telling) < len(question.options) or not question.required:
            yield frozenset()
        largest = len(telling) if question.kind == "multiple" else min(len(telling), 1)
        for size in range(1, largest + 1):
            yield from map(frozenset, combinations(telling, size))


def _total(spans: Iterable[Span]) -> Span:
    listed = list(spans)
    return sum(low for low, _ in listed), sum(high for _, high in listed)
