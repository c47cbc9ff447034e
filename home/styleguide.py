"""A page for those who work on the look: every component and block, in the states it can have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from wagtail import blocks
from wagtail.documents.models import Document
from wagtail.images.models import Image

from blog.blocks import StoryBlock
from blog.media import DocumentBlock
from blog.models import ArticlePage, Author, BlogIndexPage, Topic
from home.blocks import HomeBlock

LONG = "A title of ninety characters, which is as long as a title can get before somebody objects"
TWELVE = [f"Word {number}" for number in range(1, 13)]


@dataclass(frozen=True)
class Sample:
    """A block in one state."""

    name: str
    state: str
    block: Any  # bound to its value


def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every component and block."""
    context = {
        "story": list(_samples(StoryBlock(), _story_states())),
        "home": list(_samples(HomeBlock(), {})),
        "articles": ArticlePage.objects.live().newest_first().for_lists()[:3],
        "author": Author(name="Ann Lee", slug="ann-lee", role="What she does", bio="About her."),
        "listing": BlogIndexPage.objects.live().first(),
        "sample": ArticlePage(title=LONG, body=[("heading", word) for word in TWELVE]),
        "topics": Topic.objects.all()[:2],
        "long": LONG,
    }
    return render(request, "home/styleguide.html", context)


def _samples(stream: blocks.StreamBlock, states: dict[str, dict[str, Any]]) -> list[Sample]:
    """Return each block of a stream as editors see it previewed, and in its other `states`."""
    found = []
    for name, block in stream.child_blocks.items():
        if hasattr(block.meta, "preview_value") or isinstance(block, DocumentBlock):
            found.append(Sample(name, "", block.bind(block.get_preview_value())))
        for state, value in states.get(name, {}).items():
            found.append(Sample(name, state, block.bind(block.to_python(value))))
    return found


def _story_states() -> dict[str, dict[str, Any]]:
    """Values at the edges: long, many, and nothing but what is required."""
    states: dict[str, dict[str, Any]] = {
        "heading": {"long": LONG},
        "callout": {"without a heading": {"heading": "", "text": "<p>Only this.</p>"}},
        "quote": {"with a name": {"text": LONG, "attribution": "Who said it"}},
        "words": {"twelve": {"title": "", "items": TWELVE}},
        "code": {"wide": {"title": "", "code": " ".join(TWELVE * 2)}},
        "call": {"another number": {"text": "Ring the office.", "phone": "020 7946 0999"}},
    }
    image, document = Image.objects.first(), Document.objects.first()
    if image:
        picture = {"image": image.pk, "alt_text": "", "decorative": True}
        states["image"] = {"with a caption": {"image": picture, "caption": LONG}}
    if document:
        states["document"] = {"": {"document": document.pk, "title": ""}}
    return states
