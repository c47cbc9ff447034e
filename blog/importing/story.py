"""Turns a document into the raw form of an article's body, as its StreamField stores it."""

from __future__ import annotations

from typing import Any

from blog.importing.pieces import Document, Piece

RawBlock = dict[str, Any]


def to_stream(document: Document, *, page_title: str = "") -> list[RawBlock]:
    """The document as a list of `{"type", "value"}`; `json.dumps` of it is a StreamField value.

    Neighbouring paragraphs and lists share one rich-text block, as an editor would write them. The
    first heading equal to `page_title` is left out: the page shows it already.
    """
    blocks: list[RawBlock] = []
    shown = page_title
    for piece in document.pieces:
        if piece.kind == "heading" and piece.text == shown:
            shown = ""
            continue
        block = _block(piece)
        if block["type"] == "text" and blocks and blocks[-1]["type"] == "text":
            blocks[-1]["value"] += block["value"]
        else:
            blocks.append(block)
    return blocks


def _block(piece: Piece) -> RawBlock:
    match piece.kind:
        case "heading":
            return {"type": "heading", "value": piece.text}
        case "text" | "list":
            return {"type": "text", "value": piece.html}
        case "callout":
            return {"type": "callout", "value": {"heading": piece.title, "text": piece.html}}
        case "words":
            return {"type": "words", "value": {"title": piece.title, "items": list(piece.items)}}
        case "video":
            return {"type": "video", "value": {"url": piece.url, "title": piece.title}}
        case "call":
            return {"type": "call", "value": {"text": piece.text, "phone": piece.phone}}
