"""Which addresses are videos, in the one form the site stores."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

_HOSTS = frozenset({"youtube.com", "youtube-nocookie.com"})
_ID = re.compile(r"[A-Za-z0-9_-]{11}\Z")
_LONGEST = 2000


def video_address(url: str) -> str:
    """The canonical watch address of a YouTube video, or "" when the text is not one address.

    Accepts the watch, short, embed, shorts and live forms; a start time or tracking is left out.
    """
    url = url.strip()
    if len(url) > _LONGEST or not url.startswith(("http://", "https://")) or " " in url:
        return ""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    except ValueError:  # a bracket out of place in the host
        return ""
    video = _identifier(host, parts.path, parts.query)
    return f"https://www.youtube.com/watch?v={video}" if _ID.match(video) else ""


def rewritten_note(given: str, stored: str) -> list[str]:
    """What to report when a video's address is stored in another form than the file gives it."""
    if given.strip() == stored:
        return []
    return [f"The video’s address “{given.strip()}” is stored as “{stored}”."]


def _identifier(host: str, path: str, query: str) -> str:
    if host == "youtu.be":
        return path.strip("/")
    if host not in _HOSTS:
        return ""
    if path.rstrip("/") == "/watch":
        return parse_qs(query).get("v", [""])[0]
    kind, _, video = path.strip("/").partition("/")
    return video if kind in {"embed", "shorts", "live", "v"} else ""
