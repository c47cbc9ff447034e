"""A quiz's edit form, sent the way a browser sends it. Blocks are given as they are stored."""

from __future__ import annotations

import json
import uuid
from typing import Any

from django.test import Client
from wagtail import blocks
from wagtail.images.blocks import ImageBlock
from wagtail.test.utils.form_data import nested_form_data, rich_text

from leads.models import QuizPage
from leads.models.quiz.fields import DrawnWidget
from tests.blog.editing.admin import NO_COMMENTS, edit_url

STREAMS = ("categories", "questions", "results")
TEXTS = ("title", "slug", "intro", "time", "seo_title", "search_description")
PUBLISH, SUBMIT, SAVE = {"action-publish": "x"}, {"action-submit": "x"}, {}

Raw = dict[str, Any]


def stored(quiz: QuizPage) -> dict[str, list[Raw]]:
    """The blocks of a quiz, to be changed and sent."""
    return {name: getattr(quiz, name).get_prep_value() for name in STREAMS}


def form_of(quiz: QuizPage, action: dict[str, str], **changes: Any) -> Raw:
    """The edit form as it stands but for `changes`, with the button that was pressed."""
    fields = {name: getattr(quiz, name) for name in TEXTS} | stored(quiz) | changes
    data: Raw = nested_form_data({**fields_without_streams(fields), "comments": NO_COMMENTS})
    for name in STREAMS:
        _put(data, name, QuizPage._meta.get_field(name).stream_block, fields[name])
    return data | action


def fields_without_streams(fields: Raw) -> Raw:
    return {name: value for name, value in fields.items() if name not in STREAMS}


def save(client: Client, quiz: QuizPage, action: dict[str, str] = PUBLISH, **changes: Any) -> Any:
    """Send the form, and return the answer."""
    return client.post(edit_url(quiz), form_of(quiz, action, **changes))


def choice(text: str, *answers: tuple[str, Any], **values: Any) -> Raw:
    """A question with answers, each a text and its points."""
    options = [
        _item({"text": text, "points": points if isinstance(points, dict) else {"": points}})
        for text, points in answers
    ]
    return block("choice", {"text": text, "options": options, **values})


def block(kind: str, value: Any) -> Raw:
    return {"type": kind, "id": str(uuid.uuid4()), "value": value}


def result(title: str, start: int | None = None, end: int | None = None, **rule: Any) -> Raw:
    """A result for these points."""
    limits = {"category": "", "measure": "score", "start": start, "end": end, **rule}
    return block("result", {"title": title, "text": "<p>Well.</p>", "rule": limits})


def _item(value: Any) -> Raw:
    return {"type": "item", "id": str(uuid.uuid4()), "value": value}


def _put(data: Raw, prefix: str, of: blocks.Block, value: Any) -> None:
    if isinstance(of, blocks.BaseStreamBlock | blocks.ListBlock):
        _put_rows(data, prefix, of, value)
    elif isinstance(of, ImageBlock):
        data |= {f"{prefix}-image": (value or {}).get("image") or ""}
        data |= {f"{prefix}-alt_text": (value or {}).get("alt_text") or ""}
    elif isinstance(of, blocks.BaseStructBlock):
        for name, part in of.child_blocks.items():
            given = (value or {}).get(name, part.get_prep_value(part.get_default()))
            _put(data, f"{prefix}-{name}", part, given)
    elif isinstance(of, blocks.BooleanBlock):
        data |= {prefix: "on"} if value else {}
    elif isinstance(of, blocks.RichTextBlock):
        data[prefix] = rich_text(value)
    elif isinstance(of.field.widget, DrawnWidget):
        data[prefix] = json.dumps(value)
    else:
        data[prefix] = "" if value is None else value


def _put_rows(data: Raw, prefix: str, of: Any, rows: list[Raw]) -> None:
    data[f"{prefix}-count"] = str(len(rows))
    for number, row in enumerate(rows):
        name = f"{prefix}-{number}"
        data |= {f"{name}-deleted": "", f"{name}-order": str(number), f"{name}-id": row["id"]}
        data[f"{name}-type"] = row["type"]
        block = of.child_block if isinstance(of, blocks.ListBlock) else of.child_blocks[row["type"]]
        _put(data, f"{name}-value", block, row["value"])
