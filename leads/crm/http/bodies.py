"""What goes out: JSON without what databases behind a CRM refuse to hold, and who sends it."""

from __future__ import annotations

import functools
import json
import re
from importlib import metadata
from typing import Any

# Of control characters, tabs and line breaks mean something. A NUL or half a surrogate pair can be
# escaped in JSON, but PostgreSQL stores neither: some CRMs refuse the record over it, some fail.
_UNHEARD_OF = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_HALF_A_PAIR = re.compile(r"[\ud800-\udfff]")


def encoded(data: object) -> bytes:
    """Return `data` as JSON in ASCII."""
    return json.dumps(_storable(data)).encode()


def _storable(value: Any) -> Any:
    if isinstance(value, str):
        return _HALF_A_PAIR.sub("\ufffd", _UNHEARD_OF.sub("", value))
    if isinstance(value, dict):
        return {name: _storable(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_storable(each) for each in value]
    return value


@functools.cache
def user_agent() -> str:
    """Return what we call ourselves."""
    try:
        return f"Leadline/{metadata.version('leadline')}"
    except metadata.PackageNotFoundError:  # run from a checkout
        return "Leadline/dev"
