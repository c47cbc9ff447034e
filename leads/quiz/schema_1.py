"""The first shape that versions were frozen in: single choices, and results by score alone.

Attempts and enquiries point at such versions, and must come to what they always came to.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


def lifted(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return a content of schema 1 as one of schema 2."""
    return {
        **content,
        "schema": 2,
        "questions": [
            {**question, "options": [_option(each) for each in question["options"]]}
            for question in content["questions"]
        ],
        "results": _results(content["results"]),
    }


def _option(option: Mapping[str, Any]) -> dict[str, Any]:
    return {**option, "points": {"": option["points"]}}


def _results(results: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """A result held until the next one began; below the first one's beginning it was the first."""
    starts = [each["from_score"] for each in results]
    ends = [*(start - 1 for start in starts[1:]), None]
    return [
        {**result, "rule": {"from": start if place else None, "to": end}}
        for place, (result, start, end) in enumerate(zip(results, starts, ends, strict=False))
    ]
