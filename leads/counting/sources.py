"""Where visitors come from, in a few words: whoever makes links must not fill a table with theirs.

The exact campaign of an enquiry is with the enquiry.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from leads.capture.campaigns import PLACES

NOT_TOLD, LETTERS, CAMPAIGN, SITE = "", "newsletter", "campaign", "site"
_LETTERS = {"newsletter", "email", "e-mail", "mail", "gmail"}
_WORDS = {
    NOT_TOLD: "Not told",
    LETTERS: "Newsletter and mail",
    CAMPAIGN: "Other campaigns",
    SITE: "Other sites",
    "duckduckgo": "DuckDuckGo",
    "linkedin": "LinkedIn",
    "tiktok": "TikTok",
    "youtube": "YouTube",
}


def source_of(told: Mapping[str, Any]) -> str:
    """Return the source that an attribution tells, as it is counted."""
    source, medium = str(told.get("source", "")), str(told.get("medium", ""))
    if source in _LETTERS or medium in _LETTERS:
        return LETTERS
    if not source or source in PLACES:
        return source
    return CAMPAIGN if told.get("utm_source") else SITE


def in_words(source: str) -> str:
    """Return what a report calls a source."""
    return _WORDS.get(source, source.capitalize())
