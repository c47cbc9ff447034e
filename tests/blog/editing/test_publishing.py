"""What happens by itself: redirects, publication on time, and a preview that is the page."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from blog.models import ArticlePage
from tests.blog.editing.admin import NO_COMMENTS, article_form, create, edit_url
from tests.site_tree import SiteTree, make_article

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=LONDON)
PUBLISH = {"action-publish": "x"}


def test_an_article_that_moves_to_another_slug_leaves_a_redirect(
    tree: SiteTree, moderator: Client, django_capture_on_commit_callbacks: Any
) -> None:
    article = make_article(tree.index, slug="old")

    with django_capture_on_commit_callbacks(execute=True):
        moderator.post(edit_url(article), article_form(slug="new") | PUBLISH)

    answer = Client().get("/articles/old/")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/articles/new/")
    assert Client().get("/articles/new/").status_code == 200


def test_a_list_that_moves_to_another_slug_takes_its_articles_along(
    tree: SiteTree, moderator: Client, django_capture_on_commit_callbacks: Any
) -> None:
    make_article(tree.index, slug="one")
    form = {
        "title": "Articles",
        "slug": "reading",
        "intro": "",
        "closing": streamfield([]),
        "seo_title": "",
        "search_description": "",
        "comments": NO_COMMENTS,
    }

    with django_capture_on_commit_callbacks(execute=True):
        answer = moderator.post(edit_url(tree.index), nested_form_data(form) | PUBLISH)

    assert answer.status_code == 302, answer.context["form"].errors
    for old, new in (("/articles/", "/reading/"), ("/articles/one/", "/reading/one/")):
        moved = Client().get(old)
        assert (moved.status_code, moved.headers["Location"]) == (301, new)
        assert Client().get(new).status_code == 200


def test_a_draft_with_another_slug_does_not_move_the_live_page(
    tree: SiteTree, editor: Client
) -> None:
    article = make_article(tree.index, slug="old")

    editor.post(edit_url(article), article_form(slug="new"))

    assert Client().get("/articles/old/").status_code == 200
    assert Client().get("/articles/new/").status_code == 404


def test_the_worker_publishes_what_is_due_and_takes_down_what_has_expired(
    tree: SiteTree, moderator: Client
) -> None:
    due, end, minute = NOW + timedelta(hours=1), NOW + timedelta(hours=2), timedelta(minutes=1)
    job = "publish_scheduled"
    assert job in settings.PERIODIC_JOBS

    with time_machine.travel(NOW, tick=False) as clock:
        times = {
            "go_live_at": due.strftime("%Y-%m-%d %H:%M"),
            "expire_at": end.strftime("%Y-%m-%d %H:%M"),
        }
        article = create(moderator, tree.index, **times, **PUBLISH)
        url = "/articles/spare-server/"
        seen = []
        for moment in (due - minute, due + minute, end + minute):
            clock.move_to(moment)
            call_command(job)
            seen.append(Client().get(url).status_code)

    assert seen == [404, 200, 404]
    article.refresh_from_db()
    assert article.expired


def test_a_change_of_a_live_article_waits_for_its_time_and_is_then_prepared_for_readers(
    tree: SiteTree, moderator: Client
) -> None:
    article = create(moderator, tree.index, title="Old words", slug="one", **PUBLISH)
    due = NOW + timedelta(hours=1)
    form = article_form(slug="one", go_live_at=due.strftime("%Y-%m-%d %H:%M"))

    with time_machine.travel(NOW, tick=False) as clock:
        moderator.post(edit_url(article), form | PUBLISH)
        before = ArticlePage.objects.get()
        clock.move_to(due + timedelta(minutes=1))
        call_command("publish_scheduled")
    after = ArticlePage.objects.get()

    assert (before.live, before.title) == (True, "Old words")
    assert "old" in before.terms
    assert after.title == "What a spare server costs"
    assert "old" not in after.terms


def main_of(page: str) -> str:
    """What readers read of a page."""
    found = re.search(r"<main.*?</main>", page, re.S)
    assert found
    return found[0]


BODIES = [
    ("heading", "One"),
    ("text", rich_text("<p>Ring <b>{phone}</b>, or read on.</p>")),
    ("heading", "Two"),
    ("callout", {"heading": "Worth knowing", "text": rich_text("<p>One thing.</p>")}),
    ("quote", {"text": "Leading decides where it goes.", "attribution": ""}),
    ("heading", "Three"),
    ("code", {"title": "", "code": "nslookup -type=mx example.com"}),
    ("quiz", {"text": "Six questions."}),
    ("call", {"text": "Ring {phone}.", "phone": ""}),
    ("call_back", {"text": "Say when."}),
]


def test_the_preview_of_an_article_shows_what_is_published_then(
    tree: SiteTree, moderator: Client
) -> None:
    article = make_article(tree.index, "Backups", slug="one")
    make_article(tree.index, "Backups", title="Another")
    topics = [str(topic.pk) for topic in article.topics.all()]
    form = article_form(slug="one", body=BODIES, topics=topics)
    url = f"{edit_url(article)}preview/"

    assert moderator.post(url, form).json()["is_valid"]
    preview = moderator.get(url).content.decode()
    moderator.post(edit_url(article), form | PUBLISH)
    published = Client().get("/articles/one/").content.decode()

    assert "Leading decides where it goes." in published
    assert main_of(preview) == main_of(published)


def test_the_preview_of_a_new_article_names_what_its_readers_are_offered_next(
    tree: SiteTree, editor: Client, moderator: Client
) -> None:
    for title in ("Spare servers", "Phones", "Printers", "Laptops"):
        make_article(tree.index, title=title, terms={title.lower().split()[-1].rstrip("s"): 5})
    draft = create(editor, tree.index)
    form = article_form(slug=draft.slug)

    editor.post(f"{edit_url(draft)}preview/", form)
    preview = editor.get(f"{edit_url(draft)}preview/").content.decode()
    moderator.post(edit_url(draft), form | PUBLISH)
    published = Client().get(f"/articles/{draft.slug}/").content.decode()

    assert "Spare servers" in main_of(published)
    assert main_of(preview) == main_of(published)
