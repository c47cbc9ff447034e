"""Guidance that a template put in place of a text: "[Say in one sentence …]"."""

from __future__ import annotations

import re
from html import unescape

from django.utils.html import strip_tags

from blog.editing.texts import passages
from core.models import SitePage

# Three words or more, the first with a capital: not "[sic]", "[2]" or "[the manager]".
_GUIDANCE = re.compile(r"\[[A-Z][^\s\[\]]*(?:\s+[^\s\[\]]+){2,}\s*\]")


def placeholders_left(page: SitePage) -> list[str]:
    """Return the guidance that stands in a page's fields and blocks, in order."""
    about = [page.title, page.seo_title, page.search_description]
    return [found for text in [*about, *passages(page)] for found in placeholders_in(text)]


def placeholders_in(text: str) -> list[str]:
    """Return the guidance in a text, which may be HTML."""
    plain = unescape(strip_tags(text))
    return [" ".join(found.split()) for found in _GUIDANCE.findall(plain)]
