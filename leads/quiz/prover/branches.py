"""Which questions hang on which. A question looks at one earlier one at most, so they form trees.

What is asked below a question depends on its answer and on nothing else. That is why all ways
through a quiz can be counted without walking each of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from leads.quiz.content import Option, Question, Quiz

# How many answers ask the same questions below and are worth the same: (asked, worth) to a number.
# `asked` has a bit for each question below, the lowest for the first.
Ways = dict[tuple[int, int], int]
Worth = Callable[[Option], int]


@dataclass(frozen=True)
class Branch:
    """A question with those that look at it. `shown` says if it is asked when nothing is chosen."""

    question: Question
    shown: bool
    below: tuple[Branch, ...]

    @property
    def unchosen(self) -> int:
        """What is asked below if nothing is chosen here, a bit for each."""
        return _bits(each.shown for each in self.below)

    def ways(self, worth: Worth) -> Ways:
        """Return how many answers there are, by what they ask below and what they are worth.

        A question without options is passed: nobody gets on there, but what follows is looked at.
        """
        question = self.question
        marks = [(self._hits(option), worth(option)) for option in question.options]
        found = _choices(marks) if question.kind == "multiple" else Counter(marks)
        if marks and question.kind == "multiple" and question.required:
            found[0, 0] -= 1
        elif question.kind != "multiple" and not (marks and question.required):
            found[0, 0] += 1
        return {(hits ^ self.unchosen, value): n for (hits, value), n in found.items() if n}

    def asked_below(self) -> list[tuple[int, Fraction]]:
        """Return what answers ask below, with the part of all answers that do."""
        ways = self.ways(lambda _: 0)
        return [
            (asked, Fraction(number, sum(ways.values()))) for (asked, _), number in ways.items()
        ]

    def _hits(self, option: Option) -> int:
        """What of `below` asks for this option, a bit for each."""
        return _bits(_looks_for(each.question, option) for each in self.below)


def trees(quiz: Quiz) -> list[Branch]:
    """Return the questions that hang on no other, with all that hang on them.

    One that looks at a question which is not there, or not yet, hangs on none.
    """
    ids = {each.id: place for place, each in enumerate(quiz.questions)}
    below: dict[str, list[Question]] = {each: [] for each in ids}
    roots: list[Question] = []
    for question in quiz.questions:
        parent = question.show_if.question if question.show_if else ""
        is_earlier = parent in ids and ids[parent] < ids[question.id]
        (below[parent] if is_earlier else roots).append(question)
    return [_branch(each, below) for each in roots]


def asked(forest: Iterable[Branch]) -> dict[str, Fraction]:
    """Return by question id which part of random takers is asked it."""
    return dict(each for tree in forest for each in _asked(tree, Fraction(tree.shown)))


def length(branch: Branch, shown: bool, choose: Callable[[Iterable[int]], int]) -> int:
    """Return how many questions are asked in a branch: the fewest (`min`) or the most (`max`)."""
    per_place = [(length(each, False, choose), length(each, True, choose)) for each in branch.below]
    patterns = {bits for bits, _ in branch.asked_below()} if shown else {branch.unchosen}
    totals = (
        sum(lengths[bits >> place & 1] for place, lengths in enumerate(per_place))
        for bits in patterns
    )
    return shown + choose(totals)


def _branch(question: Question, below: dict[str, list[Question]]) -> Branch:
    return Branch(
        question=question,
        shown=question.show_if is None or question.show_if.match == "none",
        below=tuple(_branch(each, below) for each in below[question.id]),
    )


def _asked(branch: Branch, share: Fraction) -> Iterator[tuple[str, Fraction]]:
    yield branch.question.id, share
    ways = branch.asked_below()
    for place, each in enumerate(branch.below):
        if_asked = sum((part for bits, part in ways if bits >> place & 1), Fraction(0))
        yield from _asked(each, share * if_asked + (1 - share) * each.shown)


def _looks_for(question: Question, option: Option) -> bool:
    return question.show_if is not None and option.id in question.show_if.options


def _choices(marks: Sequence[tuple[int, int]]) -> Counter[tuple[int, int]]:
    """Return how many choices of several there are, the empty one included."""
    found = Counter({(0, 0): 1})
    for hits, value in marks:
        for (other_hits, other_value), number in list(found.items()):
            found[hits | other_hits, value + other_value] += number
    return found


def _bits(flags: Iterable[bool]) -> int:
    return sum(1 << place for place, flag in enumerate(flags) if flag)
