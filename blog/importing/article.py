"""Makes a document an article of the blog. The only part of the importer that touches the site."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from wagtail.models import Page

from blog.importing.calls import phone_in
from blog.importing.decoding import LARGEST, CannotImport, decode
from blog.importing.markdown import read_markdown
from blog.importing.pieces import Document
from blog.importing.plain import read_plain
from blog.importing.story import to_stream
from blog.models import ArticlePage, BlogIndexPage, Topic
from core.models import SiteSettings

__all__ = ["CannotImport", "ImportReport", "import_article"]

_TITLE = 255  # characters, Wagtail's own limit
_MARKDOWN = frozenset({".md", ".markdown"})


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
    """Create an article from a file: `.md` is read as Markdown, everything else as pasted text.

    `parent` is the blog's index, by default the first live one. `title` replaces the file's own.
    Topics are found by name, whatever the case, and created when missing. The article is a draft
    unless `publish`. Raises CannotImport, and then nothing was changed.
    """
    path = Path(path)
    document = _read(path)
    page_title = title.strip() or document.title
    if not page_title:
        raise CannotImport(f"{path.name} has no heading to take a title from: name one.")
    if len(page_title) > _TITLE:
        raise CannotImport(f"{path.name} has a title of more than {_TITLE} characters: name one.")
    if document.title not in {"", page_title}:
        document.notes.append(f"The title given stands in place of “{document.title}”.")
    try:
        with transaction.atomic():
            page = _create(document, page_title, _parent(parent, path), topics)
            revision = page.save_revision()
            if publish:
                revision.publish()
    except ValidationError as error:
        raise CannotImport(f"{path.name}: {_in_words(error)}") from error
    page.refresh_from_db()
    return _report(page, document, publish=publish)


def _read(path: Path) -> Document:
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise CannotImport(f"{path.name} cannot be read: {error.strerror}.") from error
    text, encoding = decode(data, path.name)
    document = read_markdown(text) if path.suffix.lower() in _MARKDOWN else read_plain(text)
    if encoding == "cp1252":
        document.notes.append("The file is not UTF-8; it was read as Windows-1252.")
    if not document.pieces:
        raise CannotImport(f"{path.name} holds a title at most, and no text for an article.")
    return document


def _parent(given: Page | None, path: Path) -> Page:
    parent = given or BlogIndexPage.objects.live().order_by("path").first()
    if parent is None:
        raise CannotImport(f"{path.name} has no place: publish a blog index page first.")
    # Wagtail keeps counts on the instance it adds to, so it must be a fresh one.
    return parent.specific_class.objects.get(pk=parent.pk)


def _create(document: Document, title: str, parent: Page, topics: Sequence[str]) -> ArticlePage:
    page = ArticlePage(
        title=title,
        body=json.dumps(to_stream(document, page_title=title)),
        date=timezone.localdate(),
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
        warnings=_warnings(page, document),
    )


def _warnings(page: ArticlePage, document: Document) -> list[str]:
    warnings = [
        f"The video {piece.url} has no title: give it one in the editor."
        for piece in document.pieces
        if piece.kind == "video" and not piece.title
    ]
    # Made up of the text, it would stand above the very sentences that it repeats.
    warnings.append("The article has no summary: write one or two sentences in the editor.")
    phones = [piece.phone for piece in document.pieces if piece.kind == "call"]
    site_phone = _site_phone(page)
    warnings.extend(
        f"The article gives {phone} to ring, the site {site_phone}."
        for phone in phones
        if site_phone and phone != site_phone
    )
    return warnings


def _site_phone(page: ArticlePage) -> str:
    """The firm's own number as E.164, or "" when none is set."""
    site = page.get_site()
    return phone_in(SiteSettings.for_site(site).phone) if site else ""
