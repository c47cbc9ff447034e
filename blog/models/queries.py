"""Questions about articles."""

from __future__ import annotations

from typing import cast

from wagtail.models import PageQuerySet


class ArticleQuerySet(PageQuerySet):
    def newest_first(self) -> ArticleQuerySet:
        """The order in which articles are listed."""
        return cast(ArticleQuerySet, self.order_by("-date", "-pk"))

    def for_lists(self) -> ArticleQuerySet:
        """With what a list shows of each. The text, too: a description may be its beginning."""
        return cast(ArticleQuerySet, self.prefetch_related("topics"))
