"""The names of pages that were counted, also of those that are gone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from wagtail.models import Page, PageLogEntry

from leads.insight.enquiries import Lead


@dataclass(frozen=True)
class Named:
    """A page's title, and whether it is still there."""

    title: str
    is_there: bool


def names_of(pages: Iterable[int], leads: Iterable[Lead]) -> dict[int, Named]:
    """Return what to call these pages. Two queries at most.

    One that is gone is called by what the enquiries from it kept, or by the log of its deletion.
    """
    wanted = {page for page in pages if page}
    there = dict(Page.objects.filter(pk__in=wanted).values_list("pk", "title"))
    gone = wanted - set(there)
    kept = dict(_deleted(gone)) if gone else {}
    kept |= {lead.page: lead.title for lead in leads if lead.page in gone and lead.title}
    found = {page: Named(title, True) for page, title in there.items()}
    return found | {
        page: Named(f"{kept.get(page, f'Page {page}')} (deleted)", False) for page in gone
    }


def _deleted(pages: set[int]) -> Iterable[tuple[int, str]]:
    entries = PageLogEntry.objects.filter(page_id__in=pages, action="wagtail.delete")
    return list(entries.values_list("page_id", "label"))
