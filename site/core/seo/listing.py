"""Which pages machines may know about."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest
from wagtail.models import Page, PageQuerySet, Site


def public_pages(request: HttpRequest) -> PageQuerySet:
    """Return the pages of this site that anybody may read, in the order of the tree."""
    site = Site.find_for_request(request)
    if site is None:
        return cast(PageQuerySet, Page.objects.none())
    found = Page.objects.descendant_of(site.root_page, inclusive=True).live().public()
    return cast(PageQuerySet, found.order_by("path"))
