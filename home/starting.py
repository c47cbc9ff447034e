"""Puts the starter content on an empty site. What an editor finds on the first morning."""

from __future__ import annotations

import json
import re
import tomllib
import uuid
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from markdown_it import MarkdownIt
from wagtail.models import Page, Site

from blog.importing.markdown import read_markdown
from blog.importing.story import RawBlock, to_stream
from blog.models import ArticlePage, BlogIndexPage, Topic
from core.models import SiteSettings
from home.models import ContactPage, HomePage, StandardPage
from leads.models import ContactSettings, QuizPage

FOLDER = Path(__file__).parent / "starter"
# Whether each of the plain pages is named in the navigation.
STANDARD_PAGES = {"services": True, "about": True, "accessibility": False, "privacy": False}
_ARTICLE_LINK = re.compile(r'<a href="/articles/([a-z0-9-]+)/">')


def load_starter() -> bool:
    """Create pages, articles, quiz and settings texts; True if it did.

    A site that has a home page is left exactly as it is, so a second run changes nothing.
    """
    if HomePage.objects.exists():
        return False
    with transaction.atomic():
        _load(tomllib.loads((FOLDER / "pages.toml").read_text(encoding="utf-8")))
    return True


def _load(texts: dict[str, Any]) -> None:
    site = Site.objects.get(is_default_site=True)
    home = _home(site, texts["home"])
    articles = _articles(home, texts["articles"])
    quiz = _quiz(home, articles)
    for key, in_menus in STANDARD_PAGES.items():
        _add(home, _standard_page(texts[key], in_menus=in_menus))
    settings = SiteSettings.for_site(site)
    settings.default_quiz = quiz
    settings.contact_page = _add(home, _contact_page(texts["contact"]))
    settings.save()
    _contact_texts(ContactSettings.for_site(site), texts["contact"], texts["receipt"])


def _add(parent: Page, page: Any) -> Any:
    """Publish `page` under `parent` with a first revision, as an editor would have."""
    # Wagtail keeps counts on the instance it adds to, so it must be a fresh one.
    Page.objects.get(pk=parent.pk).add_child(instance=page)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def _home(site: Site, texts: dict[str, Any]) -> HomePage:
    root = Page.objects.get(depth=1)
    welcome = site.root_page
    home: HomePage = _add(
        root,
        HomePage(
            title="Home",
            slug="leadline-home",
            hero_title=texts["hero_title"],
            hero_text=texts["hero_text"],
            body=json.dumps(_home_blocks(texts)),
        ),
    )
    site.root_page = home
    site.save()
    # Only the page that Wagtail's own installation made; anything else is somebody's work.
    if type(welcome.specific) is Page and not welcome.get_children().exists():
        Page.objects.get(pk=welcome.pk).delete()
    return home


def _home_blocks(texts: dict[str, Any]) -> list[RawBlock]:
    """What can be said truly of any such firm; proof and logos are for the firm to add."""
    services = {
        "heading": texts["services"]["heading"],
        "items": [_item({**each, "page": None}) for each in texts["services"]["item"]],
    }
    shown = [
        ("latest", {"heading": texts["articles_heading"]}),
        ("quiz", texts["quiz_invitation"]),
        ("services", services),
    ]
    return [{"type": kind, "id": str(uuid.uuid4()), "value": value} for kind, value in shown]


def _articles(home: HomePage, texts: dict[str, Any]) -> dict[str, ArticlePage]:
    index = _add(
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


def _quiz(home: HomePage, articles: dict[str, ArticlePage]) -> QuizPage:
    quiz = tomllib.loads((FOLDER / "quiz.toml").read_text(encoding="utf-8"))
    questions = [
        {
            "type": "question",
            "value": {
                "text": question["text"],
                "help": question.get("help", ""),
                "options": [_item(each) for each in question["option"]],
            },
        }
        for question in quiz["question"]
    ]
    results = [
        {
            "type": "result",
            "value": {
                "from_score": result["min_score"],
                "title": result["title"],
                "text": _html(result["text"]),
                "articles": [_item(articles[slug].pk) for slug in result["articles"]],
                "sales_note": result["sales_note"],
            },
        }
        for result in quiz["result"]
    ]
    page: QuizPage = _add(
        home,
        QuizPage(
            title=quiz["title"],
            slug=quiz["slug"],
            intro=quiz["intro"],
            time=quiz["time"],
            questions=json.dumps(questions),
            results=json.dumps(results),
        ),
    )
    return page


def _item(value: Any) -> RawBlock:
    # Answers refer to options by id: it must be there before the first of them is given.
    return {"type": "item", "id": str(uuid.uuid4()), "value": value}


def _standard_page(texts: dict[str, Any], *, in_menus: bool) -> StandardPage:
    return StandardPage(
        title=texts["title"],
        slug=texts["slug"],
        body=_html(texts["body"]),
        show_in_menus=in_menus,
    )


def _contact_page(texts: dict[str, Any]) -> ContactPage:
    return ContactPage(
        title=texts["title"], slug=texts["slug"], intro=texts["page_intro"], show_in_menus=True
    )


def _contact_texts(
    settings: ContactSettings, contact: dict[str, Any], receipt: dict[str, Any]
) -> None:
    settings.title = contact["title"]
    settings.intro = contact["intro"]
    settings.promise = contact["reply_promise"]
    settings.consents = json.dumps(
        [{"type": "box", "value": consent} for consent in contact["consent"]]
    )
    settings.receipt_title = receipt["title"]
    settings.receipt_text = receipt["text"]
    settings.save()


def _html(markdown: str) -> str:
    return str(MarkdownIt("commonmark", {"html": False}).render(markdown)).strip()
