"""Pictures for machines: those beside a shared link, and faces, cut from uploads."""

from __future__ import annotations

from typing import Any

WIDTH, HEIGHT = 1200, 630
_SHARED = f"fill-{WIDTH}x{HEIGHT}|format-jpeg"
_FACE = "fill-400x400|format-jpeg"


def social_rendition(image: Any) -> Any:
    """Return an uploaded image cut for shared links; None without one, or if its file is lost."""
    return _cut(image, _SHARED)


def face_rendition(image: Any) -> Any:
    """Return somebody's photo as a square; None without one, or if its file is lost."""
    return _cut(image, _FACE)


def _cut(image: Any, spec: str) -> Any:
    if image is None:
        return None
    try:
        return image.get_rendition(spec)
    except (OSError, ValueError):
        return None
