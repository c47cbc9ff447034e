"""What of a quiz's page is frozen in a version: plain JSON values of schema 2.

`leads/quiz/content.py` reads it. A draft may lack anything; what is written here is whole all the
same, so that it can be proved and tried.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from core.phone import BadNumber, dialled
from leads.quiz.content import SCHEMA

FROZEN = ("title", "gated", "categories", "questions", "results")

Json = dict[str, Any]

_KEY = re.compile(r' data-block-key="[^"]*"')  # the editor's own, new each time a text is typed


def content_of(page: Any) -> Json:
    """Return all of the quiz that a visitor or a salesperson may see.

    `page` is a QuizPage, or anything that has its fields of the names in `FROZEN`.
    """
    return {
        "schema": SCHEMA,
        "title": page.title,
        "gated": page.gated,
        "categories": [
            {"id": block.id, "name": block.value}
            for block in page.categories
            if block.value.strip()
        ],
        "questions": [question_of(block) for block in page.questions],
        "results": [_result(block) for block in page.results],
    }


def question_of(block: Any) -> Json:
    """Return what is frozen of one question, a block of `QuizPage.questions`."""
    value, kind = block.value, block.block_type
    image = value["image"]
    return {
        "id": block.id,
        "kind": value["kind"] if kind == "choice" else kind,
        "text": value["text"],
        "help": value["help"],
        "image": image.pk if image else None,
        "image_alt": (image.contextual_alt_text or "") if image else "",
        "required": value["required"],
        "show_if": value["show_if"],
        **_ANSWERS[kind](block.id, value),
    }


def _choice(_question_id: str, value: Any) -> Json:
    options = value.bound_blocks["options"].value.bound_blocks
    return {"options": [_option(each.id, each.value) for each in options]}


def _yes_no(question_id: str, value: Any) -> Json:
    return {"options": [_option(f"{question_id}:{name}", value[name]) for name in ("yes", "no")]}


def _scale(question_id: str, value: Any) -> Json:
    """Write one option a step. Those in the weaker half carry the article and the opener."""
    steps = value["steps"] or 0
    options = []
    for step in range(1, steps + 1):
        worth = steps - step if value["low_is_best"] else step - 1
        points = {category: worth * each for category, each in value["points"].items()}
        weak = 2 * worth < steps - 1
        options.append(
            {
                "id": f"{question_id}:{step}",
                "text": str(step),
                "points": points,
                "article": _pk(value["article"]) if weak else None,
                "opener": value["opener"] if weak else "",
            }
        )
    return {"options": options, "low": value["low"], "high": value["high"]}


def _text(_question_id: str, _value: Any) -> Json:
    return {"options": []}


_ANSWERS = {"choice": _choice, "yes_no": _yes_no, "scale": _scale, "text": _text}


def _option(key: str, value: Any) -> Json:
    return {
        "id": key,
        "text": value["text"],
        "points": value["points"],
        "article": _pk(value["article"]),
        "opener": value["opener"],
    }


def _result(block: Any) -> Json:
    value = block.value
    rule = value["rule"]
    return {
        "id": block.id,
        "title": value["title"],
        "text": _KEY.sub("", value["text"].source),
        "rule": {
            "measure": rule["measure"],
            "category": rule["category"],
            "from": rule["start"],
            "to": rule["end"],
        },
        "articles": [page.pk for page in value["articles"] if page is not None],
        "cta": _cta(value["cta"]),
        "sales_note": value["sales_note"],
    }


def _cta(value: Mapping[str, Any]) -> Json | None:
    page, url = _pk(value["page"]), value["url"] or _tel(value["phone"])
    if not value["label"] or not (page or url):
        return None
    return {"text": value["text"], "label": value["label"], "page": page, "url": url}


def _tel(number: str) -> str:
    try:
        return f"tel:{dialled(number)}" if number else ""
    except BadNumber:  # in a draft
        return ""


def _pk(page: Any) -> int | None:
    return page.pk if page else None
