"""The home page and plain pages, as readers see them."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from wagtail.models import Page

from home.starting import load_starter
from tests.markup import Markup
from tests.site_tree import PHONE, SiteTree, make_article, make_site


@pytest.fixture
def tree(db: None) -> SiteTree:
    return make_site()


def read(address: str) -> Markup:
    return Markup(Client().get(address).content.decode())


def test_the_first_screen_says_what_and_how_to_reach_us(tree: SiteTree) -> None:
    page = read("/")

    assert page.one("h1").text == "First line"
    assert page.one("title").text == "First line – Acme"
    assert f"Ring {PHONE}." in page.one("main").text
    assert page.all("header")[0].text.count(PHONE) == 1


def test_the_newest_articles_are_listed_and_drafts_are_not(tree: SiteTree) -> None:
    make_article(tree.index, title="Older", date="2020-01-01")
    make_article(tree.index, title="Newer", date="2021-01-01")
    make_article(tree.index, title="Draft").unpublish()

    assert [heading.text for heading in read("/").all("h3")] == ["Newer", "Older"]


def test_the_quiz_is_offered_only_while_there_is_one(tree: SiteTree) -> None:
    tree.home.body = [("quiz", {"title": "Lead, or manage?", "text": "Six questions."})]
    tree.home.save()
    assert "Lead, or manage?" in read("/").one("main").text
    assert read("/").all("a", href="/a-quiz/")

    tree.quiz.unpublish()

    assert "Lead, or manage?" not in read("/").one("main").text
    assert not read("/").all("a", href="/a-quiz/")


def test_a_number_inside_a_link_is_not_made_a_link_again(tree: SiteTree) -> None:
    tree.about.body = '<p><a href="https://acme.example/?q={phone}">{phone}</a> or {phone}</p>'
    tree.about.save()

    links = [each for each in read("/about/").all("a") if PHONE in each.text]

    in_text = [each.attributes["href"] for each in links[1:3]]
    assert in_text == [f"https://acme.example/?q={PHONE}", "tel:+442079460018"]


def test_machines_are_told_how_the_site_is_searched_and_what_is_asked(tree: SiteTree) -> None:
    faq = {"items": [{"question": "Who?", "answer": "<p>Us.</p>"}]}
    tree.home.body = json.dumps([{"type": "faq", "value": faq}])
    tree.home.save()

    nodes = json.loads(read("/").one("script", type="application/ld+json").text)["@graph"]

    by_type = {node["@type"]: node for node in nodes}
    target = by_type["WebSite"]["potentialAction"]["target"]
    assert target["urlTemplate"].endswith("/articles/?q={search_term_string}")
    assert by_type["FAQPage"]["mainEntity"][0]["name"] == "Who?"


def test_a_site_without_a_list_of_articles_claims_no_search(tree: SiteTree) -> None:
    tree.index.unpublish()

    nodes = json.loads(read("/").one("script", type="application/ld+json").text)["@graph"]

    assert not any("potentialAction" in node for node in nodes)


@pytest.mark.parametrize("kind", ["proof", "testimonials", "logos", "faq"])
def test_a_block_that_waits_for_something_true_shows_nothing(tree: SiteTree, kind: str) -> None:
    tree.home.body = []
    tree.home.save()
    without = read("/").one("main").text.split()
    tree.home.body = [(kind, {"heading": "Why trust us", "items": []})]
    tree.home.save()

    assert read("/").one("main").text.split() == without


def test_the_page_is_composed_of_blocks_in_the_editors_order(tree: SiteTree) -> None:
    item = {"title": "Support", "text": "Ring {phone}.", "page": tree.about}
    figure = {"figure": "7", "meaning": "days a week", "source": "Counted"}
    said = {"quote": "They answer.", "name": "Ann Lee", "role": "Acme"}
    asked = {"question": "Who?", "answer": "<p>Us.</p>"}
    tree.home.body = [
        ("services", {"heading": "What we do", "items": [item]}),
        ("proof", {"heading": "Measured", "items": [figure]}),
        ("testimonials", {"heading": "Said of us", "items": [said]}),
        ("faq", {"heading": "Asked", "items": [asked]}),
        ("text", {"heading": "And so on", "text": "<p>Words.</p>"}),
    ]
    tree.home.save()

    page = read("/")

    headings = [each.text for each in page.all("h2")]
    assert headings == ["What we do", "Measured", "Said of us", "Asked", "And so on"]
    assert page.all("a", href="/about/")
    for words in (
        f"Ring {PHONE}.",
        "days a week",
        "They answer.",
        "Ann Lee, Acme",
        "Us.",
        "Words.",
    ):
        assert words in page.one("main").text


def test_the_starter_content_names_what_such_a_firm_does_and_is_loaded_once(db: None) -> None:
    assert load_starter()
    before = list(Page.objects.order_by("pk").values_list("pk", "latest_revision_id"))

    assert not load_starter()

    assert list(Page.objects.order_by("pk").values_list("pk", "latest_revision_id")) == before
    assert "What people ask us for" in read("/").one("main").text
    assert "stands below the video" in read("/accessibility/").one("main").text
    assert read("/services/").one("h1").text == "Services"
