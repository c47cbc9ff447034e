"""What the pages of a quiz show of a question and of a result, without saying how it looks.

Takes a quiz, not an attempt: so that an editor sees each step as visitors will.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest
from typing import Any

from django.db.models import prefetch_related_objects
from django.http import HttpRequest
from wagtail.images import get_image_model
from wagtail.models import Page

from leads.quiz.answers import TEXT_LENGTH, Answers
from leads.quiz.bands import bands
from leads.quiz.content import Cta, Question, Quiz, Result
from leads.quiz.progress import in_words, length, progress
from leads.quiz.scoring import CategoryScore, Outcome, outcome, recommended

MOST_TO_READ = 4
# Shown where no result's rule holds, which only a version of before the prover can come to.
FALLBACK = Result(
    id="",
    title="Your answers fit none of our results",
    text="<p>We wrote a result for most ways of answering, and yours is not among them. That is "
    "our gap, not yours. Ring us or send us a line, and a person looks at your answers.</p>",
)
LEVELS = ("very low", "low", "medium", "high", "very high")  # of a fifth each; praise is for texts


@dataclass(frozen=True)
class Choice:
    """An option as it is offered. `key` is the digit that chooses it; `end` names a scale's end."""

    id: str
    text: str
    key: str
    chosen: bool
    end: str = ""


@dataclass(frozen=True)
class Figure:
    """What a reader remembers of a result, such as 12 of 18."""

    number: str
    of: str
    about: str = ""  # a category's name; empty for the whole


@dataclass(frozen=True)
class Bar:
    """A category, in words and in length (per cent)."""

    name: str
    figure: str
    level: str
    percent: int


def start_shown(quiz: Quiz) -> dict[str, Any]:
    """Return what the page of a quiz shows before it begins, beside the page's own texts."""
    span = length(quiz, {})
    word = "question" if span == (1, 1) else "questions"
    return {"gated": quiz.gated, "length": f"{in_words(span)} {word}" if quiz.questions else ""}


def question_shown(
    quiz: Quiz,
    question: Question,
    answers: Answers,
    posted: Sequence[str] | None = None,
    error: str = "",
) -> dict[str, Any]:
    """Return what `leads/question.html` shows of a question.

    `posted` is what was sent last, and is shown instead of the answer that is stored; `error` is
    what was wrong with it.
    """
    stored = answers.get(question.id, "")
    given = [stored] if isinstance(stored, str) else stored
    given = given if posted is None else posted
    how = _how(question)
    parts = {"help": question.help, "how": how, "error": error}
    return {
        "quiz_title": quiz.title,
        "gated": quiz.gated,
        "question": question,
        "error": error,
        "how": how,
        "described_by": " ".join(name for name, words in parts.items() if words),
        "progress": progress(quiz, answers, question),
        "choices": list(_choices(question, given)),
        "written": given[0] if given else "",
        "image": _image(question.image),
    }


def result_shown(request: HttpRequest, quiz: Quiz, answers: Answers) -> dict[str, Any]:
    """Return what `leads/result.html` shows of a result. Nothing in it is meant for sales."""
    reached = outcome(quiz, answers)
    result = reached.result or FALLBACK
    bars = [_bar(each) for each in reached.categories if each.max_score]
    fitting = recommended(quiz, answers)
    invited = result.cta.page if result.cta else None
    read = _pages([*result.articles, *fitting, invited])
    return {
        "quiz_title": quiz.title,
        "title": result.title,
        "text": result.text,
        "figure": _figure(reached, result),
        "bars": bars,
        "bands": [] if bars else bands(quiz, reached),
        "cta": _cta(request, result.cta, read),
        "articles": _to_read(result.articles, fitting, read),
    }


def _choices(question: Question, given: Sequence[str]) -> Iterable[Choice]:
    ends = {0: question.low, len(question.options) - 1: question.high}
    for place, option in enumerate(question.options):
        named = option.text if question.kind == "scale" else str(place + 1)
        key = named if len(named) == 1 and named.isdecimal() else ""
        yield Choice(option.id, option.text, key, option.id in given, ends.get(place, ""))


def _how(question: Question) -> str:
    """Return how to answer, where the look of the answers does not say it."""
    kinds = {"multiple": "Choose all that apply.", "text": f"Up to {TEXT_LENGTH} characters."}
    optional = "" if question.required else "You may leave this one out."
    return f"{kinds.get(question.kind, '')} {optional}".strip()


def _image(pk: int | None) -> Any:
    """Return the image with what was made of it, or None where it was deleted meanwhile."""
    if pk is None:
        return None
    return get_image_model().objects.filter(pk=pk).prefetch_renditions().first()


def _figure(reached: Outcome, result: Result) -> Figure | None:
    """Return the figure that the result's rule looked at; None where there was nothing to get."""
    scored: Outcome | CategoryScore = reached
    about = ""
    for each in reached.categories:
        if each.id == result.rule.category:
            scored, about = each, each.name
    if not scored.max_score:
        return None
    if result.rule.measure == "percent":
        return Figure(f"{scored.percent}%", "", about)
    return Figure(str(scored.score), f"of {scored.max_score}", about)


def _bar(category: CategoryScore) -> Bar:
    level = LEVELS[min(category.percent * len(LEVELS) // 100, len(LEVELS) - 1)]
    figure = f"{category.score} of {category.max_score}"
    return Bar(category.name, figure, level, category.percent)


def _pages(ids: Iterable[int | None]) -> dict[int, Page]:
    """Return those of these pages that anybody may read, with what a list shows of each."""
    wanted = {pk for pk in ids if pk is not None}
    found = list(Page.objects.live().public().filter(pk__in=wanted).specific()) if wanted else []
    prefetch_related_objects([each for each in found if hasattr(each, "topics")], "topics")
    return {page.pk: page for page in found}


def _to_read(chosen: Sequence[int], fitting: Sequence[int], pages: dict[int, Page]) -> list[Page]:
    """Return what to read: in turn one that belongs to the result, and one for a weak category."""
    turns = chain.from_iterable(
        zip_longest(*([pages[pk] for pk in ids if pk in pages] for ids in (chosen, fitting)))
    )
    return list(dict.fromkeys(page for page in turns if page is not None))[:MOST_TO_READ]


def _cta(request: HttpRequest, cta: Cta | None, pages: dict[int, Page]) -> dict[str, str] | None:
    """Return the words and the address of an invitation; None when it leads nowhere any more."""
    if cta is None:
        return None
    page = pages.get(cta.page) if cta.page is not None else None
    url = page.get_url(request) if page else cta.url
    return {"text": cta.text, "label": cta.label, "url": url} if url else None
