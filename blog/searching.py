"""What a reader searches for, and the passage that has it."""

from __future__ import annotations

import re

from core.marking import pattern_of

LONGEST_QUERY = 100  # characters
MOST_WORDS = 8
AROUND = 90  # characters of an excerpt before and after the first match
_WORD = re.compile(r"\w+(?:['’]\w+)*")


def words_of(query: str) -> list[str]:
    """Return the words that a reader looks for, without the signs that mean something to SQLite."""
    return _WORD.findall(query[:LONGEST_QUERY])[:MOST_WORDS]


def excerpt(text: str, words: list[str]) -> str:
    """Return the passage of `text` around the first of `words` in it; "" when none is there."""
    found = pattern_of(words).search(text) if words else None
    if found is None:
        return ""
    start = max(0, found.start() - AROUND)
    end = min(len(text), found.end() + AROUND)
    before, after = text[start : found.start()], text[found.end() : end]
    if start > 0:
        before = "… " + before.partition(" ")[2]
    if end < len(text):
        after = after.rpartition(" ")[0] + " …"
    return " ".join(f"{before}{found[0]}{after}".split())
