"""Words marked in a text, as in the results of a search."""

from __future__ import annotations

import re

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe


def highlight(text: str, words: list[str]) -> SafeString:
    """Return `text` as markup in which every one of `words` is marked, and all else is escaped."""
    if not words:
        return conditional_escape(str(text))
    parts = pattern_of(words).split(str(text))
    # Splitting by a pattern with one group puts what matched at every second place.
    marked = (
        format_html("<mark>{}</mark>", part) if number % 2 else conditional_escape(part)
        for number, part in enumerate(parts)
    )
    return mark_safe("".join(marked))  # noqa: S308  every part was escaped above


def pattern_of(words: list[str]) -> re.Pattern[str]:
    """Return what finds any of these words, whole, in capitals or not."""
    return re.compile(rf"\b({'|'.join(re.escape(word) for word in words)})\b", re.IGNORECASE)
