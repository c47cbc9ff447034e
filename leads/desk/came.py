"""How somebody came to a form, in words for sales. Values are theirs: text, never a link."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_LABELS = {
    "source": "Source",
    "medium": "Medium",
    "campaign": "Campaign",
    "utm_term": "Search term",
    "utm_content": "Which advert",
    "referer": "From the page",
    "landing": "First page here",
    "cta": "Link they took",
}


def came_by(attribution: Mapping[str, Any]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return what is known of the first visit and of this one: a heading and labelled values."""
    last = attribution.get("last")
    told = [
        ("How they came", _labelled(attribution)),
        ("And this time", _labelled(last) if isinstance(last, dict) else []),
    ]
    return [(heading, values) for heading, values in told if values]


def _labelled(touch: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(label, str(touch[name])) for name, label in _LABELS.items() if touch.get(name)]
