"""What every public page has in common."""

from __future__ import annotations

import re

import pytest
import time_machine
from django.test import Client

from blog.models import ArticlePage
from core.models import SiteSettings
from tests.markup import Markup
from tests.site_tree import PHONE, SiteTree, make_article, make_site


@pytest.fixture
def tree(db: None) -> SiteTree:
    tree = make_site()
    video = {"url": "https://youtu.be/GA8z7f7a2Pk", "title": "A film"}
    body = [("text", "<p>Words.</p>"), ("video", video)]
    make_article(tree.index, "Security", slug="one", title="One", summary="In short.", body=body)
    return tree


def test_the_navigation_names_live_pages_in_menus_and_the_quiz(
    tree: SiteTree, client: Client
) -> None:
    tree.about.unpublish()

    page = Markup(client.get("/articles/").content.decode())

    assert re.findall(r"\w[\w ]*", page.one("nav").text) == ["Articles", "The quiz"]
    assert page.all("a", href="/articles/")[0].attributes["aria-current"] == "page"


def test_placeholders_stand_for_the_firm_in_titles_and_texts(
    tree: SiteTree, client: Client
) -> None:
    page = Markup(client.get("/about/").content.decode())

    assert page.one("h1").text == "About Acme"
    assert page.one("title").text == "About Acme – Acme"
    description = page.one("meta", name="description").attributes["content"]
    assert description == "Acme looks after computers & people."
    assert "About" in page.one("nav").text
    assert "About Acme" not in page.one("nav").text
    assert f"Ring {PHONE}." in page.one("main").text
    assert page.one("main").text.count("{") == 0


@pytest.mark.parametrize(
    ("now", "words", "links"),
    [
        ("2026-11-23 10:00:00+00:00", "We are open until 17:30.", 0),
        ("2026-11-23 18:00:00+00:00", "Leave your number, and we ring from 9:00 tomorrow.", 2),
    ],
)
def test_who_is_asked_to_leave_a_number_is_led_to_where_that_is_done(
    tree: SiteTree, client: Client, now: str, words: str, links: int
) -> None:
    SiteSettings.objects.update(contact_page=tree.about)
    article = ArticlePage.objects.get(slug="one")

    with time_machine.travel(now, tick=False):
        page = Markup(client.get("/articles/one/").content.decode())

    assert page.one("body").text.count(words) == 2, "beside the text and in the footer"
    found = [each.attributes["href"] for each in page.all("a") if each.text == words]
    assert found == [f"/about/?from={article.pk}&cta=hours#call-back"] * links


def test_what_the_firm_is_called_is_text_and_never_markup(tree: SiteTree, client: Client) -> None:
    SiteSettings.objects.update(firm_name="<b>Smith & Sons</b>")

    text = client.get("/about/").content.decode()

    assert "<b>Smith" not in text
    assert Markup(text).one("h1").text == "About <b>Smith & Sons</b>"


def test_the_footer_links_the_privacy_notice_only_while_it_is_live(
    tree: SiteTree, client: Client
) -> None:
    assert Markup(client.get("/").content.decode()).one("footer").text.count("Privacy notice") == 1

    tree.privacy.unpublish()

    assert "Privacy notice" not in Markup(client.get("/").content.decode()).one("footer").text


def test_a_site_without_quiz_articles_or_plain_pages_still_stands(
    tree: SiteTree, client: Client
) -> None:
    for page in (tree.quiz, tree.about, tree.privacy):
        page.unpublish()
    ArticlePage.objects.get().unpublish()

    assert client.get("/").status_code == 200
    index = Markup(client.get("/articles/").content.decode())
    assert "Nothing has been published yet" in index.one("main").text
    assert "The quiz" not in index.one("nav").text


def test_a_missing_page_is_a_friendly_404_that_shows_the_number(
    tree: SiteTree, client: Client
) -> None:
    answer = client.get("/never-was/")

    page = Markup(answer.content.decode())
    assert answer.status_code == 404
    assert PHONE in page.one("main").text
    assert page.one("h1").text
    assert page.one("meta", name="robots").attributes["content"] == "noindex"
    assert not answer.cookies


def test_an_error_of_ours_is_told_without_a_database(
    tree: SiteTree, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError("no database")

    monkeypatch.setattr("core.models.SiteSettings.for_request", broken)
    client.raise_request_exception = False

    answer = client.get("/")

    assert answer.status_code == 500
    assert "on our side" in Markup(answer.content.decode()).one("h1").text
