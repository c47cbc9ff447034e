"""Turns a document into the raw form of an article's body, as its StreamField stores it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from blog.importing.pieces import Document, Picture, Piece

RawBlock = dict[str, Any]
_ALT, _CAPTION = 255, 200  # characters that the fields take


def to_stream(
    document: Document, *, page_title: str = "", images: Mapping[Picture, int] | None = None
) -> list[RawBlock]:
    """The document as a list of `{"type", "value"}`; `json.dumps` of it is a StreamField value.

    Neighbouring paragraphs and lists share one rich-text block, as an editor would write them. The
    first heading equal to `page_title` is left out: the page shows it already. `images` gives the
    id of each picture's image on the site; a picture without one is left out.
    """
    blocks: list[RawBlock] = []
    shown = page_title
    for piece in document.pieces:
        if piece.kind == "heading" and piece.text == shown:
            shown = ""
            continue
        if piece.picture is not None and piece.picture not in (images or {}):
            continue
        block = _block(piece, images or {})
        if block["type"] == "text" and blocks and blocks[-1]["type"] == "text":
            blocks[-1]["value"] += block["value"]
        else:
            blocks.append(block)
    return blocks


def _block(piece: Piece, images: Mapping[Picture, int]) -> RawBlock:
    match piece.kind:
        case "heading":
            return {"type": "heading", "value": piece.text}
        case "text" | "list":
            return {"type": "text", "value": piece.html}
        case "callout":
            return {"type": "callout", "value": {"heading": piece.title, "text": piece.html}}
        case "words":
            return {"type": "words", "value": {"title": piece.title, "items": list(piece.items)}}
        case "comparison":
            return {"type": "comparison", "value": _comparison(piece)}
        case "faq":
            items = [{"question": asked, "answer": answer} for asked, answer in piece.rows]
            return {"type": "faq", "value": {"items": items}}
        case "code":
            return {"type": "code", "value": {"title": "", "code": piece.text}}
        case "video":
            return {"type": "video", "value": {"url": piece.url, "title": piece.title}}
        case "call":
            return {"type": "call", "value": {"text": piece.text, "phone": piece.phone}}
        case "image":
            return {"type": "image", "value": _image(piece.picture, images)}


def _comparison(piece: Piece) -> dict[str, Any]:
    left, right = piece.items
    rows = [{"left": one, "right": other} for one, other in piece.rows]
    return {"caption": piece.title, "left": left, "right": right, "rows": rows}


def _image(picture: Picture | None, images: Mapping[Picture, int]) -> RawBlock:
    if picture is None:
        return {}
    shown = {"image": images[picture], "decorative": False, "alt_text": picture.alt[:_ALT]}
    return {"image": shown, "caption": picture.caption[:_CAPTION]}
