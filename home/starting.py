"""Puts the starter content on an empty site. What an editor finds on the first morning."""

from __future__ import annotations

import json
import tomllib
import uuid
from typing import Any

from django.db import transaction
from wagtail.models import Page, Site

from blog.importing.story import RawBlock
from core.models import SiteSettings
from home.models import ContactPage, HomePage, StandardPage
from home.starting_articles import add_articles
from home.starting_parts import FOLDER, add_page, as_html, item
from home.starting_quiz import add_quiz
from leads.models import ContactSettings
from leads.privacy import notice

# Whether each of the plain pages is named in the navigation.
STANDARD_PAGES = {"services": True, "about": True, "accessibility": False, "privacy": False}


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
    articles = add_articles(home, texts["articles"])
    quiz = add_quiz(home, articles)
    for key, in_menus in STANDARD_PAGES.items():
        add_page(home, _standard_page(texts[key], in_menus=in_menus))
    settings = SiteSettings.for_site(site)
    settings.default_quiz = quiz
    settings.contact_page = add_page(home, _contact_page(texts["contact"]))
    settings.save()
    _contact_texts(ContactSettings.for_site(site), texts["contact"], texts["receipt"])


def _home(site: Site, texts: dict[str, Any]) -> HomePage:
    root = Page.objects.get(depth=1)
    welcome = site.root_page
    home: HomePage = add_page(
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
        "items": [item({**each, "page": None}) for each in texts["services"]["item"]],
    }
    shown = [
        ("latest", {"heading": texts["articles_heading"]}),
        ("quiz", texts["quiz_invitation"]),
        ("services", services),
    ]
    return [{"type": kind, "id": str(uuid.uuid4()), "value": value} for kind, value in shown]


def _standard_page(texts: dict[str, Any], *, in_menus: bool) -> StandardPage:
    body = texts["body"].replace("{receivers}", notice.receivers())
    return StandardPage(
        title=texts["title"],
        slug=texts["slug"],
        body=as_html(body.replace("{periods}", notice.periods())),
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
