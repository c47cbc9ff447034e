"""Links to pages in rich text."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler


class OneQueryLinkHandler(PageLinkHandler):
    """Reads the pages that a text links to as plain pages: an address needs no more."""

    @classmethod
    def get_many(cls, attrs_list: list[dict[str, Any]]) -> list[Page | None]:
        ids = [each.get("id") for each in attrs_list]
        pages = {str(page.pk): page for page in Page.objects.filter(pk__in=ids)}
        return [pages.get(str(pk)) for pk in ids]
