"""Shows what was read from a file with the templates of the public site, storing nothing."""

from __future__ import annotations

import base64
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from blog.blocks import StoryBlock
from blog.importing.pieces import Document, Kind, Picture
from blog.importing.story import RawBlock, to_stream

_NAMES: dict[Kind, tuple[str, str]] = {
    "heading": ("heading", "headings"),
    "text": ("paragraph", "paragraphs"),
    "list": ("list", "lists"),
    "callout": ("callout", "callouts"),
    "words": ("row of key words", "rows of key words"),
    "comparison": ("comparison", "comparisons"),
    "faq": ("list of questions", "lists of questions"),
    "code": ("block of code", "blocks of code"),
    "video": ("video", "videos"),
    "call": ("invitation to ring", "invitations to ring"),
    "image": ("image", "images"),
}
_TYPES = {"jpg": "jpeg"}


@dataclass(frozen=True)
class Part:
    """A block of the story: bound to its value, or a picture that is not stored yet."""

    kind: str
    block: Any = None
    picture: Picture | None = None
    source: str = ""


def rendered(request: HttpRequest, document: Document, title: str) -> str:
    """The story as a page of its own, in the look of the public site."""
    context = {"title": title, "parts": _parts(document, title)}
    return render_to_string("blog/importing/story.html", context, request=request)


def counted(document: Document) -> list[str]:
    """What was found, such as "3 headings", in the order of the names above."""
    counts = Counter(piece.kind for piece in document.pieces)
    return [
        f"{counts[kind]} {one if counts[kind] == 1 else many}"
        for kind, (one, many) in _NAMES.items()
        if counts[kind]
    ]


def _parts(document: Document, title: str) -> list[Part]:
    pictures = [piece.picture for piece in document.pieces if piece.picture is not None]
    # Numbers stand in for the images, which nobody has stored yet.
    numbers = {picture: number for number, picture in enumerate(pictures)}
    blocks = to_stream(document, page_title=title, images=numbers)
    return [_part(block, pictures) for block in blocks]


def _part(raw: RawBlock, pictures: list[Picture]) -> Part:
    if raw["type"] == "image":
        picture = pictures[raw["value"]["image"]["image"]]
        return Part("image", picture=picture, source=_address(picture))
    block = StoryBlock().child_blocks[raw["type"]]
    return Part(raw["type"], block=block.bind(block.to_python(raw["value"])))


def _address(picture: Picture) -> str:
    kind = _TYPES.get(picture.suffix, picture.suffix)
    return f"data:image/{kind};base64,{base64.b64encode(picture.data).decode()}"
