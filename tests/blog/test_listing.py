"""The list of articles: its topics, its authors and its search."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from django.test import Client

from tests.markup import Markup
from tests.site_tree import PHONE, SiteTree, make_article, make_author, make_site


@pytest.fixture
def tree(db: None) -> SiteTree:
    return make_site()


def read(query: str) -> Markup:
    answer = Client().get(f"/articles/{query}")
    assert answer.status_code == 200
    return Markup(answer.content.decode())


def shown(page: Markup) -> list[str]:
    return [each.text for each in page.all("h2", **{"class": "teaser-title"})]


def test_topics_have_addresses_and_say_how_many_articles_they_have(tree: SiteTree) -> None:
    make_article(tree.index, "Security", title="One")
    make_article(tree.index, "Security", "Planning", title="Two")
    make_article(tree.index, "Planning", title="Draft").unpublish()

    page = read("?topic=planning")

    assert shown(page) == ["Two"]
    assert page.one("h1").text == "Planning"
    counts = [" ".join(each.text.split()) for each in page.all("a") if "topic=" in str(each)]
    assert counts == ["Planning 1", "Security 2"]


def test_an_author_has_a_list_and_is_introduced_there(tree: SiteTree) -> None:
    ann = make_author(slug="ann", bio="Writes.")
    make_article(tree.index, title="Hers", writer=ann)
    make_article(tree.index, title="Not hers")

    page = read("?author=ann")

    assert shown(page) == ["Hers"]
    assert "Ann Lee" in page.one("h1").text
    assert "Writes." in page.one("main").text


@pytest.mark.parametrize("query", ["?topic=never-was", "?author=never-was"])
def test_a_topic_or_an_author_that_is_not_there_is_not_found(tree: SiteTree, query: str) -> None:
    assert Client().get(f"/articles/{query}").status_code == 404


def test_a_search_finds_words_in_titles_and_texts_and_marks_them(tree: SiteTree) -> None:
    text = f"<p>{'Before. ' * 60}Ask for the Firewall & more. {'After. ' * 60}</p>"
    make_article(tree.index, title="Walls", body=[("text", text)])
    make_article(tree.index, title="The firewall", summary="A <b>firewall</b>.")
    make_article(tree.index, title="Something else")
    make_article(tree.index, title="Firewall draft").unpublish()

    page = read("?q=firewall")

    assert sorted(shown(page)) == ["The firewall", "Walls"]
    assert {each.text for each in page.all("mark")} == {"firewall", "Firewall"}
    assert "Ask for the Firewall & more." in page.one("main").text
    assert not page.all("b")


def test_a_search_wants_all_words_and_can_be_narrowed_to_a_topic(tree: SiteTree) -> None:
    make_article(tree.index, "Security", title="Router firewall")
    make_article(tree.index, "Planning", title="Router and firewall")
    make_article(tree.index, "Security", title="Router only")

    assert len(shown(read("?q=firewall+router"))) == 2
    assert shown(read("?q=firewall+router&topic=security")) == ["Router firewall"]


@pytest.mark.parametrize(
    "typed",
    ['"', "'", "*", "AND", "NOT", "a OR", "NEAR(", "title:x", "(", "-x", "   ", "%_\\", "é"],
)
def test_nothing_that_can_be_typed_breaks_the_search(tree: SiteTree, typed: str) -> None:
    make_article(tree.index, title="An article")

    read(f"?q={quote(typed)}")


def test_what_was_searched_for_is_text_and_never_markup(tree: SiteTree) -> None:
    page = read(f"?q={quote('<script>alert(1)</script>')}")

    assert "<script>" in page.one("h1").text
    assert [each for each in page.all("script") if "alert" in each.text] == []


def test_a_search_that_finds_nothing_offers_other_ways(tree: SiteTree) -> None:
    make_article(tree.index, title="Newest")

    page = read("?q=unfindable")

    assert "No article has this word" in page.one("main").text
    assert PHONE in page.one("main").text
    assert [each.text for each in page.all("h3")] == ["Newest"]


def test_the_pages_of_a_narrowed_list_stay_narrowed(tree: SiteTree) -> None:
    for _ in range(13):
        make_article(tree.index, "Security")

    page = read("?topic=security")

    assert page.one("a", rel="next").attributes["href"] == "?topic=security&page=2"
    assert page.one("link", rel="canonical").attributes["href"].endswith("/articles/")
