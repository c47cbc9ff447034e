"""Which links of a document may become links of an article."""

from __future__ import annotations

import re

_SAFE_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*(?=:)")


def is_safe(href: str) -> bool:
    """Whether a link is http, https, mailto, tel, or relative to this site."""
    scheme = _SCHEME.match(href)
    if scheme is not None:
        return scheme.group().lower() in _SAFE_SCHEMES
    return bool(href) and not href.startswith(("//", "\\", "/\\")) and ":" not in href.split("/")[0]
