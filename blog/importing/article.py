"""Makes a document an article of the blog. The only part of the importer that touches the site."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from wagtail.models import Page

from blog.importing.decoding import LARGEST, CannotImport
from blog.importing.gallery import StoredImages
from blog.importing.pieces import Document, Picture
from blog.importing.reading import read
from blog.importing.report import ImportReport, report, warnings_about
from blog.importing.story import to_stream
from blog.importing.topics import topic_named
from blog.models import ArticlePage, BlogIndexPage

__all__ = ["CannotImport", "ImportReport", "create_article", "import_article", "warnings_about"]

_TITLE = 255  # characters, Wagtail's own limit


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
    return report(page, document, publish=publish)


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
    page.topics.set([topic_named(name) for name in topics if name.strip()])
    base = slugify(title, allow_unicode=True)
    parent.add_child(instance=page)
    if base and page.slug != base:
        document.notes.append(
            f"“{base}” is the address of another page here, so this one has “{page.slug}”."
        )
    return page


def _in_words(error: ValidationError) -> str:
    if not hasattr(error, "error_dict"):
        return " ".join(error.messages)
    return " ".join(f"{field}: {' '.join(said)}" for field, said in error.message_dict.items())
