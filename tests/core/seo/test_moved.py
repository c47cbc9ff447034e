"""The Markdown of pages that are elsewhere now."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.test import Client
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from blog.models import ArticlePage
from tests.site_tree import SiteTree

Commit = Callable[..., AbstractContextManager[list[Any]]]


def redirect(old_path: str, **fields: object) -> None:
    Redirect.objects.create(old_path=old_path, site=Site.objects.get(), **fields)


def test_an_article_under_a_new_name_has_its_markdown_there_too(
    tree: SiteTree, client: Client, django_capture_on_commit_callbacks: Commit
) -> None:
    article = ArticlePage.objects.get(slug="one")
    article.slug = "two"
    with django_capture_on_commit_callbacks(execute=True):
        article.save_revision().publish()

    answer = client.get("/articles/one.md")

    assert answer.status_code == 301
    assert answer.headers["Location"] == "/articles/two.md"
    assert client.get("/articles/two.md").status_code == 200


@pytest.mark.parametrize(("permanent", "status"), [(True, 301), (False, 302)])
def test_a_redirect_of_an_editor_counts_for_the_markdown_as_it_is(
    tree: SiteTree, client: Client, permanent: bool, status: int
) -> None:
    redirect("/old", redirect_page=tree.about, is_permanent=permanent)

    answer = client.get("/old.md")

    assert (answer.status_code, answer.headers["Location"]) == (status, "/about.md")


@pytest.mark.parametrize(
    ("link", "location"),
    [
        ("/about/", "/about.md"),
        ("/articles/?topic=security", "/articles/?topic=security"),
        ("https://elsewhere.example/page/", "https://elsewhere.example/page/"),
    ],
)
def test_what_is_no_page_of_ours_is_led_to_as_it_is(
    tree: SiteTree, client: Client, link: str, location: str
) -> None:
    redirect("/old", redirect_link=link)

    assert client.get("/old.md").headers["Location"] == location


def test_a_page_that_is_still_there_is_not_led_away_from(tree: SiteTree, client: Client) -> None:
    redirect("/about", redirect_page=tree.privacy)

    assert client.get("/about.md").status_code == 200


def test_what_never_was_has_no_markdown(tree: SiteTree, client: Client) -> None:
    redirect("/old", redirect_link="")

    assert client.get("/old.md").status_code == 404
    assert client.get("/never.md").status_code == 404
