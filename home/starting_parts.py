"""What every part of the starter content is put on the site with."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from wagtail.models import Page

from blog.importing.story import RawBlock

FOLDER = Path(__file__).parent / "starter"


def add_page(parent: Page, page: Any) -> Any:
    """Publish `page` under `parent` with a first revision, as an editor would have."""
    # Wagtail keeps counts on the instance it adds to, so it must be a fresh one.
    Page.objects.get(pk=parent.pk).add_child(instance=page)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def item(value: Any) -> RawBlock:
    """Return an entry of a list block with an id of its own."""
    # Answers refer to options by id: it must be there before the first of them is given.
    return {"type": "item", "id": str(uuid.uuid4()), "value": value}


def as_html(markdown: str) -> str:
    """Return Markdown as rich text."""
    return str(MarkdownIt("commonmark", {"html": False}).render(markdown)).strip()
