"""People who edit quizzes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.test import Client


@pytest.fixture
def editor(db: None) -> Client:
    """Somebody who may write and submit."""
    from tests.blog.editing.admin import member

    return member("Editors")


@pytest.fixture
def moderator(db: None) -> Client:
    """Somebody who may publish, and is no administrator."""
    from tests.blog.editing.admin import member

    return member("Moderators")
