"""What HubSpot's replies hold: rows, and the words of its errors."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterator
from typing import Any

ROW_STATUS = {
    "CONFLICT": 409,
    "RATE_LIMITS": 429,
    "MISSING_SCOPES": 403,
    "OBJECT_NOT_FOUND": 404,
    "INTERNAL_ERROR": 500,
}


def row_status(row: Any) -> int:
    return ROW_STATUS.get(next(texts(row, "category"), ""), 400)


def items(data: Any, key: str) -> list[dict[str, Any]]:
    found = data.get(key) if isinstance(data, dict) else None
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def texts(data: Any, *keys: str) -> Iterator[str]:
    """Yield every string under one of `keys`, however deep, the outermost first.

    HubSpot puts the details of invalid properties as JSON into the text of `message`.
    """
    queue = deque([data])
    while queue:
        part = queue.popleft()
        if isinstance(part, list):
            queue.extend(part)
        elif isinstance(part, dict):
            for key, value in part.items():
                if key in keys:
                    values = value if isinstance(value, list) else [value]
                    yield from (each for each in values if isinstance(each, str))
                queue.append(_embedded(value) if key == "message" else value)


def _embedded(message: Any) -> Any:
    if not isinstance(message, str) or "[{" not in message:
        return None
    try:
        return json.JSONDecoder().raw_decode(message, message.index("[{"))[0]
    except (ValueError, RecursionError):
        return None
