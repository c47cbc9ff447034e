"""Quizzes and revisions from before questions had kinds and results rules are lifted, ids kept."""

from __future__ import annotations

import importlib
import json
from pathlib import Path
from typing import Any

from django.apps import apps
from wagtail.blocks import StreamValue

import leads.migrations
from leads.models import QuizPage
from leads.quiz.content import read
from leads.quiz.scoring import outcome

FOLDER = Path(leads.migrations.__path__[0])
NAME = next(FOLDER.glob("*_lift_quizzes.py")).stem

QUESTION: dict[str, Any] = {
    "type": "question",
    "id": "q1",
    "value": {
        "text": "Who decides?",
        "help": "The name.",
        "options": [
            {"type": "item", "id": "o1", "value": {"text": "We do", "points": 3}},
            {"text": "They do", "points": 0},  # from before lists wrapped what is in them
        ],
    },
}


def a_result(start: int | None, title: str) -> dict[str, Any]:
    value = {"from_score": start, "title": title, "text": "<p>So.</p>", "articles": []}
    return {"type": "result", "id": title, "value": {**value, "sales_note": "Ask."}}


RESULTS = [a_result(3, "High"), a_result(1, "Low")]


def lift() -> None:
    migration = importlib.import_module(f"leads.migrations.{NAME}").Migration
    for operation in migration.operations:
        operation.migrate_stream_data_forward(apps, None)


def put(**fields: list[dict[str, Any]]) -> None:
    """Store blocks as they are, whether or not the page knows such blocks."""
    streams = {
        name: StreamValue(QuizPage._meta.get_field(name).stream_block, raw, is_lazy=True)
        for name, raw in fields.items()
    }
    QuizPage.objects.update(**streams)


def as_before(quiz: QuizPage) -> QuizPage:
    """Put the shapes of before into a live quiz and its revision."""
    put(questions=[QUESTION], results=RESULTS)
    revision = quiz.latest_revision
    revision.content |= {"questions": json.dumps([QUESTION]), "results": json.dumps(RESULTS)}
    revision.content["title"] = "As a draft"
    revision.content.pop("categories")
    revision.content.pop("gated")
    revision.save()
    return QuizPage.objects.get(pk=quiz.pk)


def test_a_live_quiz_and_its_draft_come_to_what_they_came_to(quiz: QuizPage) -> None:
    page = as_before(quiz)

    lift()

    live = QuizPage.objects.get(pk=page.pk)
    draft = live.latest_revision.as_object()
    assert (draft.title, draft.gated, draft.content()["categories"]) == ("As a draft", False, [])
    for name in ("questions", "results"):
        assert draft.content()[name] == live.content()[name]
    lifted = read(live.content())
    results = {
        answer: outcome(lifted, {"q1": answer})
        for answer in (o.id for o in lifted.questions[0].options)
    }
    assert [(each.score, each.result.title) for each in results.values()] == [
        (3, "High"),
        (0, "Low"),
    ]


def test_every_id_and_every_word_stays(quiz: QuizPage) -> None:
    as_before(quiz)

    lift()

    content = QuizPage.objects.get().content()
    question = content["questions"][0]
    assert (question["id"], question["options"][0]["id"]) == ("q1", "o1")
    assert (question["text"], question["help"]) == ("Who decides?", "The name.")
    assert [each["text"] for each in question["options"]] == ["We do", "They do"]
    assert [each["id"] for each in content["results"]] == ["Low", "High"]
    assert {each["sales_note"] for each in content["results"]} == {"Ask."}


def test_a_draft_whose_results_do_not_say_where_they_begin_is_lifted_too(quiz: QuizPage) -> None:
    as_before(quiz)
    put(results=[a_result(None, "Some day"), a_result(2, "High")])

    lift()

    rules = [each["rule"] for each in QuizPage.objects.get().content()["results"]]
    assert [(each["from"], each["to"]) for each in rules] == [(None, 1), (2, None)]


def test_lifting_twice_changes_nothing(quiz: QuizPage) -> None:
    as_before(quiz)
    lift()
    once = QuizPage.objects.get().content()

    lift()

    assert QuizPage.objects.get().content() == once
