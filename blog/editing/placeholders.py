"""Guidance that a template put in place of a text: "[Say in one sentence …]"."""

from __future__ import annotations

import re
from html import unescape

from django.utils.html import strip_tags

from blog.editing.texts import passages
from blog.models import ArticlePage

# Three words or more, the first with a capital: not "[sic]", "[2]" or "[the manager]".
_GUIDANCE = re.compile(r"\[[A-Z][^\s\[\]]*(?:\s+[^\s\[\]]+){2,}\s*\]")


def placeholders_left(article: ArticlePage) -> list[str]:
    """Return the guidance that stands in an article's fields and blocks, in order."""
    about = [article.title, article.summary, article.seo_title, article.search_description]
    return [found for text in [*about, *passages(article)] for found in placeholders_in(text)]


def placeholders_in(text: str) -> list[str]:
    """Return the guidance in a text, which may be HTML."""
    plain = unescape(strip_tags(text))
    return [" ".join(found.split()) for found in _GUIDANCE.findall(plain)]
