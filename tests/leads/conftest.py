"""The starter site, for tests of the way through it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.test import Client

    from leads.models import QuizPage


@pytest.fixture
def quiz(db: None) -> QuizPage:
    """The starter quiz, on a site with all of the starter content."""
    # Imported here, so that the tests of pure code run without a configured Django.
    from home.starting import load_starter
    from leads.models import QuizPage

    assert load_starter()
    return QuizPage.objects.get()


@pytest.fixture
def sales(db: None) -> Client:
    """Somebody of the group Sales, logged in."""
    from django.contrib.auth.models import Group, User
    from django.test import Client

    user = User.objects.create_user("sam")
    user.groups.set(Group.objects.filter(name="Sales"))
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client
