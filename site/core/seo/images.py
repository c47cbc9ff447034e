"""The size of pictures that stand beside a shared link, and uploads brought to it."""

from __future__ import annotations

from typing import Any

WIDTH, HEIGHT = 1200, 630
_FILTER = f"fill-{WIDTH}x{HEIGHT}|format-jpeg"


def social_rendition(image: Any) -> Any:
    """Return an uploaded image cut for shared links; None without one, or if its file is lost."""
    if image is None:
        return None
    try:
        return image.get_rendition(_FILTER)
    except (OSError, ValueError):
        return None
