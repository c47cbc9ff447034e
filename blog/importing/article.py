"""Makes a document an article of the blog. The only part of the importer that touches the site."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from wagtail.models import Page

from blog.importing.calls import phone_in
from blog.importing.decoding import LARGEST, CannotImport
from blog.importing.gallery import StoredImages
from blog.importing.pieces import Document, Picture
from blog.importing.reading import read
from blog.importing.story import to_stream
from blog.models import ArticlePage, BlogIndexPage, Topic
from core.models import SiteSettings

__all__ = ["CannotImport", "ImportReport", "create_article", "import_article", "warnings_about"]

_TITLE = 255  # characters, Wagtail's own limit


@dataclass(frozen=True)
class ImportReport:
    """What an import did. `address` is the page's URL, or of a draft the way to edit it."""

    title: str
    page_id: int
    address: str
    published: bool
    counts: dict[str, int] = field(default_factory=dict)
    decisions: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def import_article(
    path: str | Path,
    *,
    parent: Page | None = None,
    title: str = "",
    topics: Sequence[str] = (),
    publish: bool = False,
) -> ImportReport:
    """Create an article from a file: a .docx, HTML, Markdown, or else pasted text.

    `parent` is the blog's index, by default the first live one. `title` replaces the file's own.
    Topics are found by name, whatever the case, and created when missing. The article is a draft
    unless `publish`. Raises CannotImport, and then nothing was changed.
    """
    path = Path(path)
    document = read(_bytes_of(path), path.name)
    return create_article(
        document, path.name, parent=parent, title=title, topics=topics, publish=publish
    )


def create_article(
    document: Document,
    name: str,
    *,
    parent: Page | None = None,
    title: str = "",
    topics: Sequence[str] = (),
    publish: bool = False,
    user: AbstractBaseUser | None = None,
) -> ImportReport:
    """Create an article from what was read from the file `name`; see `import_article`.

    `user` becomes the owner of the page and of its images, and is named in the page's history.
    """
    page_title = chosen_title(document, title, name)
    if document.title not in {"", page_title}:
        document.notes.append(f"The title given stands in place of “{document.title}”.")
    images = StoredImages(user)
    try:
        with transaction.atomic():
            stored = images.store(document)
            page = _create(document, page_title, _parent(parent, name), topics, stored, user)
            revision = page.save_revision(user=user, log_action="wagtail.create")
            if publish:
                revision.publish(user=user)
    except ValidationError as error:
        images.discard()
        raise CannotImport(f"{name}: {_in_words(error)}") from error
    except BaseException:
        images.discard()
        raise
    page.refresh_from_db()
    return _report(page, document, publish=publish)


def chosen_title(document: Document, given: str, name: str) -> str:
    """The title an article from this document gets. Raises CannotImport when it can have none."""
    title = given.strip() or document.title
    if not title:
        raise CannotImport(f"{name} has no heading to take a title from: name one.")
    if len(title) > _TITLE:
        raise CannotImport(f"{name} has a title of more than {_TITLE} characters: name one.")
    return title


def _bytes_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        raise CannotImport(f"{path.name} cannot be read: {error.strerror}.") from error


def _parent(given: Page | None, name: str) -> Page:
    parent = given or BlogIndexPage.objects.live().order_by("path").first()
    if parent is None:
        raise CannotImport(f"{name} has no place: publish a blog index page first.")
    # Wagtail keeps counts on the instance it adds to, so it must be a fresh one.
    return parent.specific_class.objects.get(pk=parent.pk)


def _create(
    document: Document,
    title: str,
    parent: Page,
    topics: Sequence[str],
    images: Mapping[Picture, int],
    user: AbstractBaseUser | None,
) -> ArticlePage:
    page = ArticlePage(
        title=title,
        body=json.dumps(to_stream(document, page_title=title, images=images)),
        date=timezone.localdate(),
        owner=user,
        live=False,
    )
    page.topics.set([_topic(name) for name in topics if name.strip()])
    base = slugify(title, allow_unicode=True)
    parent.add_child(instance=page)
    if base and page.slug != base:
        document.notes.append(
            f"“{base}” is the address of another page here, so this one has “{page.slug}”."
        )
    return page


def _topic(name: str) -> Topic:
    name = name.strip()
    found = Topic.objects.filter(name__iexact=name).first()
    if found is not None:
        return found
    topic = Topic(name=name, slug=_fresh_topic_slug(name))
    topic.full_clean()
    topic.save()
    return topic


def _fresh_topic_slug(name: str) -> str:
    base = slugify(name) or "topic"
    slug, count = base, 1
    while Topic.objects.filter(slug=slug).exists():
        count += 1
        slug = f"{base}-{count}"
    return slug


def _in_words(error: ValidationError) -> str:
    if not hasattr(error, "error_dict"):
        return " ".join(error.messages)
    return " ".join(f"{field}: {' '.join(said)}" for field, said in error.message_dict.items())


def _report(page: ArticlePage, document: Document, *, publish: bool) -> ImportReport:
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return ImportReport(
        title=page.title,
        page_id=page.pk,
        address=urljoin(settings.WAGTAILADMIN_BASE_URL, page.get_url() or "")
        if publish
        else f"draft: edit at {settings.WAGTAILADMIN_BASE_URL}{edit}",
        published=publish,
        counts=dict(Counter(piece.kind for piece in document.pieces)),
        decisions=list(document.notes),
        warnings=warnings_about(document, page),
    )


def warnings_about(document: Document, place: Page) -> list[str]:
    """What an editor still has to do to an article made of this document, in a sentence each.

    `place` is the article or the page above it, for the number to ring on its site.
    """
    warnings = [
        f"The video {piece.url} has no title: give it one in the editor."
        for piece in document.pieces
        if piece.kind == "video" and not piece.title
    ]
    pictures = [piece.picture for piece in document.pieces if piece.picture is not None]
    unnamed = [number for number, picture in enumerate(pictures, 1) if not picture.alt]
    warnings.extend(
        f"Image {number} has no alt text: say in the editor what it shows." for number in unnamed
    )
    # Made up of the text, it would stand above the very sentences that it repeats.
    warnings.append("The article has no summary: write one or two sentences in the editor.")
    return [*warnings, *_other_phones(document, _site_phone(place))]


def _other_phones(document: Document, site_phone: str) -> list[str]:
    phones = [piece.phone for piece in document.pieces if piece.kind == "call"]
    return [
        f"The article gives {phone} to ring, the site {site_phone}."
        for phone in phones
        if site_phone and phone != site_phone
    ]


def _site_phone(page: Page) -> str:
    """The firm's own number as E.164, or "" when none is set."""
    site = page.get_site()
    return phone_in(SiteSettings.for_site(site).phone) if site else ""
