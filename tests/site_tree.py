"""A small site for tests of its pages: one of each type, and articles as they are asked for."""

from __future__ import annotations

import itertools
import json
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from django.utils.text import slugify
from PIL import Image as Picture
from wagtail.images.models import Image
from wagtail.models import Page, Site

from blog.models import ArticlePage, Author, BlogIndexPage, Topic
from core.models import SiteSettings
from home.models import HomePage, StandardPage
from leads.models import QuizPage

PHONE = "020 7946 0018"  # a number that Ofcom keeps for drama
_numbers = itertools.count(1)


@dataclass
class SiteTree:
    home: HomePage
    index: BlogIndexPage
    about: StandardPage
    privacy: StandardPage
    quiz: QuizPage


def make_site(**settings: Any) -> SiteTree:
    """A home page, a list of articles, two plain pages and a quiz; `settings` are the firm's."""
    site = Site.objects.get(is_default_site=True)
    home = HomePage(title="Home", slug="start", hero_title="First line", hero_text="Ring {phone}.")
    Page.objects.get(depth=1).add_child(instance=home)
    site.root_page = home
    site.save()
    tree = SiteTree(
        home=home,
        index=_under(home, BlogIndexPage(title="Articles", slug="articles", show_in_menus=True)),
        about=_under(
            home,
            StandardPage(title="About {firm_name}", slug="about", show_in_menus=True, body=_ABOUT),
        ),
        privacy=_under(home, StandardPage(title="Privacy notice", slug="privacy")),
        quiz=_under(home, make_quiz()),
    )
    values = {"firm_name": "Acme", "phone": PHONE, "default_quiz": tree.quiz} | settings
    SiteSettings.objects.update_or_create(site=site, defaults=values)
    return tree


def make_article(index: BlogIndexPage, *topics: str, **overrides: Any) -> ArticlePage:
    """A live article with these topics. `body` is a list of (type, value)."""
    number = next(_numbers)
    fields = {"title": f"Article {number}", "slug": f"article-{number}"} | overrides
    blocks = [{"type": kind, "value": value} for kind, value in fields.pop("body", [])]
    article: ArticlePage = _under(index, ArticlePage(**fields, body=json.dumps(blocks)))
    article.topics.set([_topic(name) for name in topics])
    article.save()
    return article


def make_author(**overrides: Any) -> Author:
    number = next(_numbers)
    fields = {"name": "Ann Lee", "slug": f"ann-lee-{number}"} | overrides
    return Author.objects.create(**fields)


def make_image(title: str = "Rack") -> Image:
    data = BytesIO()
    Picture.new("RGB", (1200, 800), "#345").save(data, "PNG")
    return Image.objects.create(title=title, file=ContentFile(data.getvalue(), "rack.png"))


def make_quiz() -> QuizPage:
    """A quiz of one question."""
    question = {"text": "Which?", "options": [{"text": "A"}, {"text": "B"}]}
    result = {"title": "Done", "text": "<p>Well.</p>"}
    return QuizPage(
        title="A quiz",
        slug="a-quiz",
        intro="One question.",
        questions=json.dumps([{"type": "choice", "value": question}]),
        results=json.dumps([{"type": "result", "value": result}]),
    )


_ABOUT = "<p>{firm_name} looks after computers &amp; people.</p><p>Ring {phone}.</p>"


def _topic(name: str) -> Topic:
    return Topic.objects.get_or_create(name=name, defaults={"slug": slugify(name)})[0]


def _under(parent: Page, page: Any) -> Any:
    # Wagtail keeps counts on the instance it adds to, so it must be a fresh one.
    Page.objects.get(pk=parent.pk).add_child(instance=page)
    return page
