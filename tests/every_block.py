"""Every block that a page can hold, found by looking, and a value that fills all of it.

A block's own preview value comes first, `SAMPLES` completes it. A new block, or a new part of one,
is missed by name until there is a value for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

from django.core.files.base import ContentFile
from django.utils.html import strip_tags
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.documents.models import Document
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageBlock, ImageChooserBlock
from wagtail.models import Page, get_page_models

from leads.models import QuizPage
from tests.site_tree import make_image


# Stand for what only a database can hold: each is made, or chosen, when a value is asked for.
def an_image(_page: Page) -> int:
    return make_image().pk


def a_file(_page: Page) -> int:
    file = ContentFile(b"x" * 2048, "list.pdf")
    return Document.objects.create(title="Checklist", file=file).pk


def the_page(page: Page) -> int:
    return page.pk


def the_quiz(_page: Page) -> int:
    return QuizPage.objects.get().pk


PICTURE = {"image": an_image, "alt_text": "A rack of machines", "decorative": False}
ITEM = {"title": "Lending a hand", "text": "With what is stuck.", "page": the_page}

ABOUT_A_QUESTION = {
    "help": "The name, not the title.",
    "image": PICTURE,
    "required": True,
    "show_if": {"question": "another", "options": ["gone"], "match": "none"},
}


def answer(text: str, points: int) -> dict[str, Any]:
    return {
        "text": text,
        "points": {"": points},
        "article": the_page,
        "opener": "What would you change?",
    }


# By the block's class; the parts that a preview does not need, or all of it.
SAMPLES: dict[str, Any] = {
    "CallBlock": {"phone": "020 7946 0999"},
    "CharBlock": "Planning",
    "ChoiceQuestionBlock": {
        "text": "Who decides?",
        "kind": "single",
        "options": [answer("We do", 2), answer("They do", 1)],
        **ABOUT_A_QUESTION,
    },
    "DocumentBlock": {"document": a_file, "title": "A list to print"},
    "ImageFigureBlock": {"image": PICTURE, "caption": "In the cellar."},
    "LogosBlock": {
        "heading": "Seen with",
        "items": [{"image": PICTURE, "url": "https://acme.example/"}],
    },
    "PageChooserBlock": the_page,
    "ProofBlock": {"items": [{"figure": "7", "meaning": "days a week", "source": "The calendar"}]},
    "QuizQuestionBlock": {"quiz": the_quiz},
    "QuoteBlock": {"attribution": "Ann Lee"},
    "ResultBlock": {
        "title": "You lead it",
        "rule": {"category": "", "measure": "score", "start": None, "end": None},
        "text": "<p>More than most.</p>",
        "articles": [the_page],
        "cta": {"text": "Have it looked at.", "label": "Book an hour", "page": the_page},
        "sales_note": "Ask for the budget.",
    },
    "ScaleQuestionBlock": {
        "text": "How sure are you?",
        "steps": 3,
        "low": "A guess",
        "high": "I looked",
        "points": {"": 1},
        "low_is_best": False,
        "article": the_page,
        "opener": "What would you look up?",
        **ABOUT_A_QUESTION,
    },
    "ServicesBlock": {"items": [ITEM]},
    "TextQuestionBlock": {"text": "What else?", **ABOUT_A_QUESTION, "required": False},
    "TestimonialsBlock": {
        "items": [{"quote": "They answer.", "name": "Ann Lee", "role": "Keeper of Acme’s books"}]
    },
    "VideoBlock": {"poster": an_image, "uploaded": "2009-05-26"},
    "YesNoQuestionBlock": {
        "text": "Is it tested?",
        "yes": answer("Yes", 1),
        "no": answer("Not yet", 2),
        **ABOUT_A_QUESTION,
    },
}
# What only salespeople and programs are to see.
NOT_SHOWN = {
    *("category", "end", "kind", "low_is_best", "measure", "opener", "points", "required"),
    *("decorative", "sales_note", "show_if", "start", "steps", "uploaded"),
}
# Which outcomes a result is for: nothing means all of them, and an invitation leads to one place.
MAY_BE_EMPTY = {"category", "end", "phone", "start", "url"}


@dataclass(frozen=True)
class Place:
    """A block that a page of one type may hold in one of its fields."""

    model: type[Page]
    field: str
    name: str
    block: blocks.Block

    def __str__(self) -> str:
        return f"{self.model._meta.label}.{self.field}.{self.name}"


def page_types() -> list[type[Page]]:
    """Return every type of page that can be made."""
    return [model for model in get_page_models() if model is not Page and not model._meta.abstract]


def places() -> list[Place]:
    """Return every block, for each field that may hold it."""
    return [
        Place(model, field.name, name, block)
        for model in page_types()
        for field in model._meta.get_fields()
        if isinstance(field, StreamField)
        for name, block in field.stream_block.child_blocks.items()
    ]


def sample(block: blocks.Block, page: Page) -> Any:
    """Return a value with something in each part of the block; `page` is what it links to."""
    preview = getattr(block.meta, "preview_value", None)
    given = SAMPLES.get(type(block).__name__, preview)
    both = isinstance(given, dict) and isinstance(preview, dict)
    return _made({**preview, **given} if both else given, page)


def _made(value: Any, page: Page) -> Any:
    if isinstance(value, dict):
        return {name: _made(each, page) for name, each in value.items()}
    if isinstance(value, list):
        return [_made(each, page) for each in value]
    return value(page) if callable(value) else value


def missing(block: blocks.Block, value: Any, path: str = "") -> Iterator[str]:
    """Name the parts that a value leaves empty, of blocks inside the block too."""
    path = path or block.name or type(block).__name__
    if isinstance(block, ImageBlock) or not _parts(block, value):
        if value in (None, "", [], {}) and block.name not in MAY_BE_EMPTY:
            yield path
        return
    for name, part, inside in _parts(block, value):
        yield from missing(part, inside, f"{path}.{name}")


def shown(block: blocks.Block, value: Any, name: str = "") -> Iterator[str]:
    """Yield what a reader must find on the page: words, and the addresses of what it points to."""
    if name in NOT_SHOWN or value in (None, ""):
        return
    if isinstance(block, ImageBlock):
        yield value["alt_text"]
    elif isinstance(block, blocks.PageChooserBlock):
        yield Page.objects.get(pk=value).url
    elif isinstance(block, DocumentChooserBlock):
        yield Document.objects.get(pk=value).url
    elif _parts(block, value):
        for part_name, part, inside in _parts(block, value):
            yield from shown(part, inside, part_name)
    elif not isinstance(block, ImageChooserBlock):
        yield from unescape(strip_tags(str(value))).split("\n")


def _parts(block: blocks.Block, value: Any) -> list[tuple[str, blocks.Block, Any]]:
    """Return the name, the block and the value of each part; nothing for what has no parts."""
    if isinstance(block, ImageBlock):
        return []
    if isinstance(block, blocks.ListBlock):
        return [("items", block.child_block, each) for each in value or [None]]
    if isinstance(block, blocks.BaseStructBlock):
        return [(name, part, (value or {}).get(name)) for name, part in block.child_blocks.items()]
    if isinstance(block, blocks.BaseStreamBlock):
        return [(each["type"], block.child_blocks[each["type"]], each["value"]) for each in value]
    return []
