"""What was answered to a quiz over time, by question, and in which words each was asked. Pure.

A question keeps its id when its words change, and so its answers stay together. They are counted
for each form it was asked in as well: who was asked something else has not answered the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from leads.quiz.content import Quiz
from leads.quiz.scoring import Answers, as_asked, first_unanswered, percent


@dataclass(frozen=True)
class Sheet:
    """What one person was asked and answered, as `scoring.as_asked` said it then."""

    at: datetime
    answers: Sequence[Mapping[str, Any]]
    version: int | None = None  # the id of the version it was asked from, if it is known


@dataclass(frozen=True)
class Choice:
    """How many chose an option. `wordings`: all its texts, the newest last."""

    option: str
    wordings: tuple[str, ...]
    count: int
    percent: int  # of those who answered; several may be chosen where a question allows it


@dataclass(frozen=True)
class Tally:
    """How many were asked and answered, and what. Who was led past a question was not asked it."""

    asked: int
    answered: int
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Wording:
    """One form that a question was asked in: the same text with the same texts to choose from."""

    text: str
    first: datetime
    last: datetime
    versions: tuple[int, ...]
    tally: Tally


@dataclass(frozen=True)
class QuestionReport:
    """All answers to a question: in each form it was asked in, the newest last, and together."""

    question: str
    kind: str
    wordings: tuple[Wording, ...]
    together: Tally

    @property
    def is_reworded(self) -> bool:
        return len(self.wordings) > 1


def report(
    sheets: Iterable[Sheet], versions: Mapping[int, Quiz] | None = None
) -> list[QuestionReport]:
    """Return a report of each question that was asked, by its id, in the order they are asked in.

    `versions` holds quizzes by version id. With them, options that nobody chose are listed too, and
    one that was added, reworded or taken away makes another form of its question. Without, forms
    differ by the question's text alone.
    """
    known: dict[int | None, dict[str, tuple[int, _Offered]]] = {
        version: _offers(quiz) for version, quiz in (versions or {}).items()
    }
    forms: dict[str, dict[tuple[str, _Offered], _Form]] = {}
    for sheet in sheets:
        offers = known.get(sheet.version, {})
        for number, answer in enumerate(sheet.answers, start=1):
            place, offered = offers.get(answer["question_id"], (number, ()))
            same = forms.setdefault(answer["question_id"], {})
            form = same.setdefault((answer["question"], offered), _Form(sheet.at, sheet.at))
            form.add(sheet, answer, offered, place)
    found = [_report(name, list(same.values())) for name, same in forms.items()]
    return [each for _, each in sorted(found, key=lambda each: each[0])]


def so_far(quiz: Quiz, answers: Answers) -> list[dict[str, Any]]:
    """Return what somebody in mid-quiz has been asked, the question that is open now being last."""
    waiting = first_unanswered(quiz, answers)
    asked = as_asked(quiz, answers)
    ids = [each["question_id"] for each in asked]
    return asked[: ids.index(waiting.id) + 1] if waiting else asked


_Offered = tuple[tuple[str, str], ...]  # ids and texts of options


def _offers(quiz: Quiz) -> dict[str, tuple[int, _Offered]]:
    """Return each question's place and what it has to choose from, by its id."""
    return {
        question.id: (number, tuple((each.id, each.text) for each in question.options))
        for number, question in enumerate(quiz.questions, start=1)
    }


@dataclass
class _Form:
    """Counts of one form, while sheets come in, in any order."""

    first: datetime
    last: datetime
    text: str = ""
    kind: str = "single"
    place: int = 0
    asked: int = 0
    answered: int = 0
    versions: set[int] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)
    texts: dict[str, dict[str, datetime]] = field(default_factory=dict)  # option, text, last time

    def add(self, sheet: Sheet, answer: Mapping[str, Any], offered: _Offered, place: int) -> None:
        picked = _picked(answer)
        self.first, self.last = min(self.first, sheet.at), max(self.last, sheet.at)
        self.place = place if self.last == sheet.at else self.place
        self.text, self.kind = answer["question"], answer.get("kind", self.kind)
        self.asked += 1
        self.answered += bool(answer["answer"])
        self.versions |= {sheet.version} if sheet.version else set()
        self.counts.update(option for option, _ in picked)
        for option, text in (*offered, *picked):
            texts = self.texts.setdefault(option, {})
            texts[text] = max(sheet.at, texts.get(text, sheet.at))


def _picked(answer: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return ids and texts of the options chosen. Enquiries of old hold one id, and no list."""
    if "option_id" in answer:
        return [(answer["option_id"], answer["answer"])]
    return list(zip(answer["option_ids"], answer["option_texts"], strict=True))


def _report(name: str, forms: list[_Form]) -> tuple[int, QuestionReport]:
    """Return where the question is asked now, and its report."""
    forms.sort(key=lambda each: each.last)
    wordings = [
        Wording(each.text, each.first, each.last, tuple(sorted(each.versions)), _tally([each]))
        for each in forms
    ]
    newest = forms[-1]
    return newest.place, QuestionReport(name, newest.kind, tuple(wordings), _tally(forms))


def _tally(forms: Sequence[_Form]) -> Tally:
    """Add up forms, given with the newest last. Its options come first."""
    answered = sum(each.answered for each in forms)
    options = dict.fromkeys(option for form in reversed(forms) for option in form.texts)
    return Tally(
        asked=sum(each.asked for each in forms),
        answered=answered,
        choices=tuple(_choice(each, forms, answered) for each in options),
    )


def _choice(option: str, forms: Sequence[_Form], answered: int) -> Choice:
    count = sum(form.counts[option] for form in forms)
    seen = sorted((at, text) for form in forms for text, at in form.texts.get(option, {}).items())
    # The last time that a text was seen is what places it.
    texts = list(dict.fromkeys(text for _, text in reversed(seen)))
    return Choice(option, tuple(reversed(texts)), count, percent(count, answered))
