"""A small site, and people who edit it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.test import Client

    from tests.site_tree import SiteTree


@pytest.fixture
def tree(db: None) -> SiteTree:
    # Imported here, so that the tests of pure code run without a configured Django.
    from tests.site_tree import make_site

    return make_site()


@pytest.fixture
def editor(db: None) -> Client:
    from tests.blog.editing.admin import member

    return member("Editors")


@pytest.fixture
def moderator(db: None) -> Client:
    from tests.blog.editing.admin import member

    return member("Moderators")
