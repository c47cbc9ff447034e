"""Pictures for shared links: made when a page is published, kept in the media, found by content.

The name of a picture holds a hash of all that can be seen on it. Whatever changes, a page asks for
another name, and the first request for a picture that is not there yet makes it.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from wagtail.models import Page, Site

from core.models import SiteSettings
from core.seo import card, lettering

FOLDER = "social"
HASH_LENGTH = 16
_log = logging.getLogger(__name__)


def address(page: Any, firm: SiteSettings) -> str:
    """Return the path of a page's picture; "" for a page that has not been saved."""
    return f"/{FOLDER}/{page.pk}-{digest(page, firm)}.png" if page.pk else ""


def digest(page: Any, firm: SiteSettings) -> str:
    """Return the hash of all that a page's picture shows."""
    seen = "\0".join([str(card.DESIGN), *_shown(page, firm)])
    return sha256(seen.encode()).hexdigest()[:HASH_LENGTH]


def _shown(page: Any, firm: SiteSettings) -> tuple[str, str, str, str]:
    title = str(getattr(page, "html_title", page.title)).replace("{firm_name}", firm.firm_name)
    drawn_from = str(getattr(page, "drawn_from", page.title))
    return title, drawn_from, firm.firm_name, firm.accent or card.BRAND


def keep(page: Any, firm: SiteSettings) -> str:
    """Make sure that a page's picture is stored, and no older one; return its name in the media."""
    name = f"{FOLDER}/{page.pk}-{digest(page, firm)}.png"
    if not default_storage.exists(name):
        title, drawn_from, firm_name, ground = _shown(page, firm)
        if not lettering.readable(title):
            _log.warning("page %s: no font here has the letters of its title", page.pk)
        made = card.card(title, drawn_from, firm_name, ground)
        default_storage.save(name, ContentFile(made))
        forget(page.pk, but=name)
    return name


def forget(page_pk: int, but: str = "") -> None:
    """Delete a page's pictures, except the one of this name."""
    for name in _stored():
        if _page_of(name) == str(page_pk) and name != but:
            default_storage.delete(name)


@dataclass
class Done:
    """What `keep_all` did. `unwritten`: titles in letters that no font here has."""

    made: int = 0
    kept: int = 0
    deleted: int = 0
    unwritten: list[str] = field(default_factory=list)


def keep_all(*, again: bool = False) -> Done:
    """Bring all pictures up to date: one for each public page, none for any other."""
    done, wanted = Done(), set()
    before = set(_stored())
    if again:
        _delete(before)
    for page, firm in _public_pages():
        name = keep(page, firm)
        wanted.add(name)
        if not lettering.readable(_shown(page, firm)[0]):
            done.unwritten.append(page.title)
    done.made = len(wanted if again else wanted - before)
    done.kept = len(wanted) - done.made
    done.deleted = len(before - wanted)
    _delete(set(_stored()) - wanted)
    return done


def _public_pages() -> Iterator[tuple[Any, SiteSettings]]:
    for site in Site.objects.select_related("root_page"):
        firm = SiteSettings.for_site(site)
        pages = Page.objects.descendant_of(site.root_page, inclusive=True).live().public()
        for page in pages.specific().iterator():
            if hasattr(page, "drawn_from"):
                yield page, firm


def _stored() -> list[str]:
    try:
        return [f"{FOLDER}/{name}" for name in default_storage.listdir(FOLDER)[1]]
    except FileNotFoundError:
        return []


def _page_of(name: str) -> str:
    return name.removeprefix(f"{FOLDER}/").partition("-")[0]


def _delete(names: Iterable[str]) -> None:
    for name in names:
        default_storage.delete(name)


def on_publish(*, instance: Page, **_: Any) -> None:
    """Make the picture once the page's new state is sure. If that fails, publishing does not."""
    if hasattr(instance, "drawn_from"):
        transaction.on_commit(lambda: _keep_now(instance.pk), robust=True)


def on_unpublish(*, instance: Page, **_: Any) -> None:
    """Delete the picture of a page that nobody may see any more."""
    pk = instance.pk
    transaction.on_commit(lambda: forget(pk), robust=True)


def _keep_now(pk: int) -> None:
    page = Page.objects.live().public().filter(pk=pk).specific().first()
    site = page.get_site() if page is not None else None
    if page is not None and site is not None:
        keep(page, SiteSettings.for_site(site))
