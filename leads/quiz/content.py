"""What a frozen version of a quiz holds. Pure: JSON values in, values that nobody can change out.

The JSON is schema 2; of schema 1 there are attempts and enquiries still (leads/quiz/schema_1.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from leads.quiz.schema_1 import lifted

Kind = Literal["single", "multiple", "scale", "yes_no", "text"]
Points = Mapping[str, int]  # category id to points; those under "" count to the total only

SCHEMA = 2


@dataclass(frozen=True)
class Category:
    """What points can be about, such as "Backups". The editor names it."""

    id: str
    name: str


@dataclass(frozen=True)
class Option:
    """One answer to choose. `article` is a page's id, `opener` a question for sales to ask."""

    id: str
    text: str
    points: Points = field(default_factory=dict)
    article: int | None = None
    opener: str = ""

    @property
    def total(self) -> int:
        return sum(self.points.values())


@dataclass(frozen=True)
class ShowIf:
    """When a question is asked: if `any` or if `none` of these options of `question` was chosen.

    Nothing was chosen of a question that was not asked.
    """

    question: str
    options: tuple[str, ...]
    match: Literal["any", "none"] = "any"


@dataclass(frozen=True)
class Question:
    """One step. `image` is an image's id; `low` and `high` name the ends of a scale."""

    id: str
    text: str
    kind: Kind = "single"
    help: str = ""
    image: int | None = None
    image_alt: str = ""
    required: bool = True
    show_if: ShowIf | None = None
    options: tuple[Option, ...] = ()
    low: str = ""
    high: str = ""

    @property
    def categories(self) -> tuple[str, ...]:
        """The ids of the categories that its options give points in, "" left out."""
        return tuple(
            dict.fromkeys(each for option in self.options for each in option.points if each)
        )


@dataclass(frozen=True)
class Rule:
    """Which outcomes a result is for: `start` to `end`, both included, None being no limit.

    `category` "" is the total.
    """

    measure: Literal["score", "percent"] = "score"
    category: str = ""
    start: int | None = None
    end: int | None = None

    @property
    def always(self) -> bool:
        """Whether it holds for every outcome, as the last result's rule often does."""
        return self.start is None and self.end is None

    @property
    def is_backwards(self) -> bool:
        return self.start is not None and self.end is not None and self.start > self.end

    def holds(self, value: int) -> bool:
        """Return whether `value`, in points or per cent as `measure` says, lies within."""
        above = self.start is None or value >= self.start
        return above and (self.end is None or value <= self.end)


@dataclass(frozen=True)
class Cta:
    """What a result invites to: a page of ours by its id, or an address elsewhere."""

    text: str
    label: str
    page: int | None = None
    url: str = ""


@dataclass(frozen=True)
class Result:
    """A page at the end. `text` is HTML, `articles` are pages' ids; visitors see no sales note."""

    id: str
    title: str
    text: str = ""
    rule: Rule = Rule()
    articles: tuple[int, ...] = ()
    cta: Cta | None = None
    sales_note: str = ""


@dataclass(frozen=True)
class Quiz:
    """A version of a quiz. `gated`: contact details are asked for before the result is shown."""

    title: str
    questions: tuple[Question, ...]
    results: tuple[Result, ...]
    categories: tuple[Category, ...] = ()
    gated: bool = False

    def number_of(self, question: Question) -> int:
        """Return the question's place in the version, from 1. Its address ends with it."""
        return self.questions.index(question) + 1


def read(content: Mapping[str, Any]) -> Quiz:
    """Return the quiz that `QuizVersion.content` holds, of any schema there has been.

    Raises ValueError for a schema from the future, KeyError where an id or a text is missing.
    """
    schema = content.get("schema", 1)
    if schema > SCHEMA:
        raise ValueError(f"A quiz of schema {schema} cannot be read; this is {SCHEMA}.")
    if schema == 1:
        content = lifted(content)
    return Quiz(
        title=content["title"],
        gated=content.get("gated", False),
        categories=tuple(
            Category(id=each["id"], name=each["name"]) for each in content.get("categories", ())
        ),
        questions=tuple(read_question(each) for each in content["questions"]),
        results=tuple(_result(each) for each in content["results"]),
    )


def read_question(content: Mapping[str, Any]) -> Question:
    """Return one question of a content of schema 2."""
    show_if = content.get("show_if")
    return Question(
        id=content["id"],
        text=content["text"],
        **_given(content, "kind", "help", "image", "image_alt", "required", "low", "high"),
        show_if=show_if
        and ShowIf(
            question=show_if["question"],
            options=tuple(show_if["options"]),
            **_given(show_if, "match"),
        ),
        options=tuple(
            Option(id=each["id"], text=each["text"], **_given(each, "points", "article", "opener"))
            for each in content.get("options", ())
        ),
    )


def _result(content: Mapping[str, Any]) -> Result:
    rule, cta = content.get("rule", {}), content.get("cta")
    return Result(
        id=content["id"],
        title=content["title"],
        **_given(content, "text", "sales_note"),
        rule=Rule(
            **_given(rule, "measure", "category"), start=rule.get("from"), end=rule.get("to")
        ),
        articles=tuple(content.get("articles", ())),
        cta=cta and Cta(text=cta["text"], label=cta["label"], **_given(cta, "page", "url")),
    )


def _given(content: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: content[name] for name in names if name in content}
