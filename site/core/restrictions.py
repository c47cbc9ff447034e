"""Which pages only some people may see, asked once a page.

Nearly every site has no restricted page at all. That one answer spares two queries for serving a
page and one for every list of pages.
"""

from __future__ import annotations

from typing import cast

from django.db.models import QuerySet
from django.utils.functional import cached_property
from wagtail.models import PageQuerySet, PageViewRestriction


class Unrestricted:
    """For page types: asks first whether there are restrictions anywhere, and only then which."""

    @cached_property
    def site_is_open(self) -> bool:
        """Tell whether no page at all is restricted."""
        return not PageViewRestriction.objects.exists()

    def get_view_restrictions(self) -> QuerySet[PageViewRestriction]:
        """Return the restrictions of this page and of those above it."""
        found = PageViewRestriction.objects.none()
        if not self.site_is_open:
            found = super().get_view_restrictions()  # type: ignore[misc]
        return cast(QuerySet[PageViewRestriction], found)

    def public(self, pages: PageQuerySet) -> PageQuerySet:
        """Return those of `pages` that everybody may see."""
        return pages if self.site_is_open else cast(PageQuerySet, pages.public())
