"""A site with a blog, for the tests of the blog."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from blog.models import BlogIndexPage


@pytest.fixture
def blog_index(db: None) -> BlogIndexPage:
    """A live blog index under the root of the default site."""
    # Imported here, so that the tests of pure code run without a configured Django.
    from wagtail.models import Site

    from blog.models import BlogIndexPage

    root = Site.objects.get(is_default_site=True).root_page
    index = BlogIndexPage(title="Articles", slug="articles")
    root.add_child(instance=index)
    return index
