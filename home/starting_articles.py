"""The articles of the starter content, which link to each other."""

from __future__ import annotations

import json
import re
import tomllib
from typing import Any

from django.utils.text import slugify

from blog.importing.markdown import read_markdown
from blog.importing.story import RawBlock, to_stream
from blog.models import ArticlePage, BlogIndexPage, Topic
from core.models import SiteSettings
from home.models import HomePage
from home.starting_parts import FOLDER, add_page

_ARTICLE_LINK = re.compile(r'<a href="/articles/([a-z0-9-]+)/">')


def add_articles(home: HomePage, texts: dict[str, Any]) -> dict[str, ArticlePage]:
    """Publish the list of articles and all that are in it; return these by their slugs."""
    index = add_page(
        home,
        BlogIndexPage(
            title=texts["title"], slug=texts["slug"], intro=texts["intro"], show_in_menus=True
        ),
    )
    fronts, bodies = {}, {}
    for path in sorted((FOLDER / "articles").glob("*.md")):
        _, front, text = path.read_text(encoding="utf-8").split("+++\n", 2)
        fronts[path.stem] = tomllib.loads(front)
        bodies[path.stem] = [_without_number(block) for block in to_stream(read_markdown(text))]
    articles = {slug: _article(index, front) for slug, front in fronts.items()}
    for slug, article in articles.items():
        # Only now does every article have the id that a link to it needs.
        article.body = json.dumps([_with_links(block, articles) for block in bodies[slug]])
        article.save_revision().publish()
    return articles


def _article(index: BlogIndexPage, front: dict[str, Any]) -> ArticlePage:
    topics = front.pop("topics")
    front.pop("author")  # the team, which is what an article without an author says
    article = ArticlePage(**front)
    article.topics.set(
        [
            Topic.objects.get_or_create(name=name, defaults={"slug": slugify(name)})[0]
            for name in topics
        ]
    )
    BlogIndexPage.objects.get(pk=index.pk).add_child(instance=article)
    return article


def _without_number(block: RawBlock) -> RawBlock:
    """Let an invitation to ring show the firm's own number, whatever it will be."""
    if block["type"] != "call":
        return block
    default = SiteSettings._meta.get_field("phone").default
    text = block["value"]["text"].replace(default, "{phone}")
    return {"type": "call", "value": {"text": text, "phone": ""}}


def _with_links(block: RawBlock, articles: dict[str, ArticlePage]) -> RawBlock:
    if block["type"] != "text":
        return block

    def link(found: re.Match[str]) -> str:
        return f'<a linktype="page" id="{articles[found[1]].pk}">'

    return {"type": "text", "value": _ARTICLE_LINK.sub(link, block["value"])}
