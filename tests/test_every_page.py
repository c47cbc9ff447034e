"""Every type of page and every block keeps to the rules that all pages keep to.

Both are found by looking: a new one fails here by its name until it is given a place.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page

from blog.models import BlogIndexPage
from core.models import SiteSettings
from home.models import ContactPage
from leads.models import QuizPage
from tests.every_block import missing, page_types, places, sample, shown
from tests.markup import Markup
from tests.rules import faults, graph
from tests.site_tree import SiteTree, make_article, make_author, make_image, make_site
from tests.visitor import Visitor


@dataclass(frozen=True)
class Kind:
    """Where `tree` has a page of a type, what it may cost, and what it tells machines it is."""

    address: str
    queries: int  # with Django's cache empty
    says: set[str] = field(default_factory=lambda: {"WebPage", "BreadcrumbList"})


KINDS = {
    "blog.ArticlePage": Kind(
        "/articles/one/", 13, {"BlogPosting", "Person", "VideoObject", "FAQPage", "BreadcrumbList"}
    ),
    "blog.BlogIndexPage": Kind("/articles/", 11, {"CollectionPage", "BreadcrumbList"}),
    "home.ContactPage": Kind("/contact/", 8, {"ContactPage", "BreadcrumbList"}),
    "home.HomePage": Kind("/", 14, {"WebPage", "FAQPage"}),
    "home.StandardPage": Kind("/about/", 7),
    "leads.QuizPage": Kind("/a-quiz/", 7),
}
TYPES = {model._meta.label: model for model in page_types()}
PLACES = {str(place): place for place in places()}
# Blocks that cannot be seen before they are chosen: they are a field of a form, or need images.
UNSEEN = {"CharBlock", "LogosBlock", "PageChooserBlock", "ResultBlock"}
PREVIEWED = {
    name: place for name, place in PLACES.items() if type(place.block).__name__ not in UNSEEN
}
each_type = pytest.mark.parametrize("label", sorted(TYPES))
each_block = pytest.mark.parametrize("name", sorted(PLACES))


@pytest.fixture
def tree(db: None) -> SiteTree:
    tree = make_site(address="1 High Street\nLondon")
    contact = ContactPage(title="Contact", slug="contact", intro="Write, or ring.")
    Page.objects.get(pk=tree.home.pk).add_child(instance=contact)
    SiteSettings.objects.update(contact_page=contact)
    tree.index.intro = "What we know."
    tree.index.save()
    author = make_author(photo=make_image("A face"), role="Engineer", bio="Mends things.")
    make_article(
        *(tree.index, "Security", "Planning"),
        slug="one",
        summary="Short.",
        writer=author,
        body=[("text", "<p>What we found.</p>")],
    )
    for _ in range(4):
        make_article(tree.index, "Security", "Planning", summary="Another.")
    return tree


@pytest.fixture
def linked(tree: SiteTree) -> Page:
    """The page that blocks point to."""
    return make_article(tree.index, "Security", slug="linked", summary="Read on.")


def kind_of(label: str) -> Kind:
    assert label in KINDS, f"{label} is new: give it a page in `tree` and a line in KINDS"
    return KINDS[label]


def read(address: str) -> Markup:
    answer = Client().get(address)
    assert answer.status_code == 200
    assert not answer.cookies
    assert "Cookie" not in answer.headers.get("Vary", "")
    return Markup(answer.content.decode())


def put(values: dict[str, Any], label: str, field_name: str) -> Page:
    """Have the page of this type hold these blocks, and nothing else, in one of its fields."""
    page = TYPES[label].objects.get(slug=_slug(label))
    content = [{"type": name, "value": value} for name, value in values.items()]
    setattr(page, field_name, json.dumps(content))
    page.save()
    return page


def _slug(label: str) -> str:
    return kind_of(label).address.strip("/").rpartition("/")[2] or "start"


def put_every_block(label: str, linked: Page) -> None:
    """Have the page of this type hold each of its blocks, as many as each field allows."""
    for name in {place.field for place in PLACES.values() if place.model is TYPES[label]}:
        chosen = [
            each for each in PLACES.values() if (each.model, each.field) == (TYPES[label], name)
        ]
        most = TYPES[label]._meta.get_field(name).stream_block.meta.max_num
        put({each.name: sample(each.block, linked) for each in chosen[:most]}, label, name)


def queries(address: str) -> int:
    """Return what a page costs when only what a process learns once is known."""
    client = Client()
    client.get(address)
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@each_type
def test_a_page_of_each_type_keeps_to_the_rules_and_the_budget(tree: SiteTree, label: str) -> None:
    kind = kind_of(label)

    assert faults(read(f"{kind.address}?utm_source=x"), kind.address) == []
    assert queries(kind.address) <= kind.queries


@each_type
def test_so_does_one_that_holds_every_block_at_once(
    tree: SiteTree, linked: Page, label: str
) -> None:
    kind = kind_of(label)
    put_every_block(label, linked)

    page = read(kind.address)

    assert faults(page, kind.address) == []
    assert kind.says <= {node["@type"] for node in graph(page)}
    assert queries(kind.address) <= kind.queries


@each_block
def test_each_block_shows_all_that_is_in_it_and_keeps_to_the_rules(
    tree: SiteTree, linked: Page, name: str
) -> None:
    place = PLACES[name]
    value = sample(place.block, linked)
    assert list(missing(place.block, value)) == [], "complete it in tests/every_block.py"

    page = put({place.name: value}, place.model._meta.label, place.field)

    assert faults(read(page.url), page.url) == []
    others = elsewhere(page)
    assert [fault for other in others for fault in faults(other)] == []
    found = " ".join(said(each) for each in [read(page.url), *others])
    wanted = shown(place.block, value, place.name)
    assert [words for words in wanted if words not in found] == []


def elsewhere(page: Page) -> list[Markup]:
    """Return the other pages that show what this one holds: steps of a quiz, ends of articles."""
    if isinstance(page, BlogIndexPage):
        return [read(page.articles()[0].url)]
    if not isinstance(page, QuizPage):
        return []
    visitor = Visitor()
    question = visitor.submit(visitor.get(page.url).form())
    form = question.form()
    answer = {"option": form.choices["option"][0]} if "option" in form.choices else {"text": "So."}
    result = visitor.submit(form, **answer)
    return [Markup(question.text), Markup(result.text)]


def said(page: Markup) -> str:
    """Return the words of its text and of its attributes: addresses, and what pictures show."""
    named = [value for each in page.elements for value in each.attributes.values()]
    return " ".join([*page.one("main").text.split(), *named])


@pytest.mark.parametrize("name", sorted(PREVIEWED))
def test_editors_see_a_block_in_the_sites_own_look_before_they_choose_it(
    tree: SiteTree, name: str
) -> None:
    block = PREVIEWED[name].block
    client = Client()
    admin = User.objects.create_superuser("admin")
    client.force_login(admin, "django.contrib.auth.backends.ModelBackend")

    answer = client.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})

    page = Markup(answer.content.decode())
    assert block.is_previewable
    assert page.one("main").text.strip()
    assert any("core/base.css" in each.attributes["href"] for each in page.all("link"))
