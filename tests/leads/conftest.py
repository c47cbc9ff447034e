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
    from leads.models import QuizPage
    from tests.starter import begin_with_starter

    begin()
    begin_with_starter()
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


def begin() -> None:
    """Make what every site begins with, where a test that commits for good has emptied it."""
    from wagtail.models import Collection, Locale, Page, Site

    if Site.objects.exists():
        return
    Locale.objects.get_or_create(language_code="en-gb")
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    root = Page.add_root(title="Root", slug="root")
    welcome = root.add_child(instance=Page(title="Welcome", slug="home"))
    Site.objects.create(hostname="localhost", root_page=welcome, is_default_site=True)
