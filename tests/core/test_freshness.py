"""For how long a page may be kept."""

from __future__ import annotations

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client

from tests.site_tree import SiteTree, make_site


@pytest.fixture
def tree(db: None) -> SiteTree:
    return make_site()


@pytest.mark.parametrize(
    ("moment", "seconds"),
    [
        ("2026-11-23 10:00:00+00:00", 60),
        ("2026-11-23 17:29:40+00:00", 20),  # closes at 17:30
        ("2026-11-23 08:59:59+00:00", 1),  # opens at 9:00
        ("2026-11-23 23:59:50+00:00", 10),  # "from 9:00 tomorrow" becomes "today"
    ],
)
def test_a_page_is_kept_no_longer_than_its_words_on_the_hours_are_true(
    tree: SiteTree, client: Client, moment: str, seconds: int
) -> None:
    with time_machine.travel(moment, tick=False):
        page = client.get(tree.index.url)

    assert page.headers["Cache-Control"] == f"public, max-age={seconds}"


def test_what_an_editor_sees_is_kept_by_nobody_else(tree: SiteTree, client: Client) -> None:
    editor = User.objects.create_superuser("editor")
    client.force_login(editor, "django.contrib.auth.backends.ModelBackend")

    kept = client.get(tree.index.url).headers["Cache-Control"]

    assert "private" in kept
    assert "public" not in kept


def test_a_form_that_ends_in_an_enquiry_is_kept_by_nobody(tree: SiteTree, client: Client) -> None:
    assert "no-store" in client.get(tree.quiz.url).headers["Cache-Control"]
