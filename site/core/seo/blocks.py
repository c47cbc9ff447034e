"""What blocks say about themselves as schema.org nodes, by the type of the block."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from html import unescape
from typing import Any

from django.utils.html import strip_tags

from core.hours import midnight
from core.seo.addresses import absolute
from core.seo.images import social_rendition

Node = dict[str, Any]
_BLOCK_END = re.compile(r"</(p|li|h\d|tr|td|blockquote)>|<br/?>")


@dataclass(frozen=True)
class Setting:
    """What a block stands in: the page's address and title, for blocks that have no name."""

    url: str
    title: str


def nodes_of(stream: Iterable[Any], setting: Setting) -> list[Node]:
    """Return the nodes of all videos in a stream, and one for all of its questions and answers."""
    blocks = list(stream)
    videos = [block for block in blocks if block.block_type == "video"]
    found = [video(block.value, setting, number) for number, block in enumerate(videos, start=1)]
    questions = [each for block in blocks if block.block_type == "faq" for each in _asked(block)]
    if questions:
        found.append({"@type": "FAQPage", "@id": f"{setting.url}#faq", "mainEntity": questions})
    return [node for node in found if node]


def video(value: Any, setting: Setting, number: int = 1) -> Node:
    """Return a YouTube video's node; empty when its address names none."""
    video_id = getattr(value, "video_id", "")
    if not video_id:
        return {}
    name = value.get("title") or setting.title
    poster = social_rendition(value.get("poster"))
    return known(
        {
            "@type": "VideoObject",
            "@id": f"{setting.url}#video-{number}",
            "name": name,
            "description": name,
            "thumbnailUrl": absolute(poster.url) if poster else _youtube_picture(video_id),
            "embedUrl": f"https://www.youtube-nocookie.com/embed/{video_id}",
            "url": f"https://www.youtube.com/watch?v={video_id}",
            "uploadDate": _day(value.get("uploaded")),
            "transcript": plain(value.get("transcript")),
        }
    )


def _day(day: date | None) -> str:
    """Return the beginning of a day with its zone, which search engines ask for; "" for none."""
    return midnight(day).isoformat() if day else ""


def _youtube_picture(video_id: str) -> str:
    return f"https://i.ytimg.com/vi/{video_id}/hqdefault.jpg"


def _asked(block: Any) -> Iterator[Node]:
    value = block.value
    items = (value.get("items") or value.get("questions")) if isinstance(value, Mapping) else value
    for item in items or []:
        question, answer = str(item.get("question") or "").strip(), plain(item.get("answer"))
        if question and answer:
            yield {
                "@type": "Question",
                "name": question,
                "acceptedAnswer": {"@type": "Answer", "text": answer},
            }


def first_words(html: str) -> str:
    """Return the first paragraph of a rich text, without markup."""
    return plain(str(html).partition("</p>")[0])


def plain(value: Any) -> str:
    """Return a rich text, or any other, without markup; "" for nothing."""
    source = getattr(value, "source", value) or ""
    apart = _BLOCK_END.sub(r"\g<0> ", str(source))
    return " ".join(unescape(strip_tags(apart)).split())


def known(node: Node) -> Node:
    """Return a node without what is not known: empty values say nothing, or something wrong."""
    return {key: value for key, value in node.items() if value not in (None, "", [], {})}
