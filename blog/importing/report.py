"""What an import did, and what is left for the editor to do."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from wagtail.models import Page

from blog.importing.calls import phone_in
from blog.importing.pieces import Document
from blog.models import ArticlePage
from core.models import SiteSettings


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


def report(page: ArticlePage, document: Document, *, publish: bool) -> ImportReport:
    """Return what was made of a document, and where it is."""
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
