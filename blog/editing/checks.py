"""The rules for a page that no form can enforce, because a draft may break them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from typing import Any, TypeGuard

from django.utils.html import strip_tags

from blog.editing.dead_links import dead_links
from blog.editing.numbers import other_numbers
from blog.editing.placeholders import placeholders_left
from blog.models import ArticlePage
from core.models import SitePage, SiteSettings
from core.texts import fill

LONGEST_TITLE = 70  # characters that search engines show
MOST_NAMED = 3  # of the same kind, in one message
INVITATIONS = {"quiz", "quiz_question", "call", "call_back"}
_HEADING = re.compile(r"<h([1-6])[ >](.*?)</h\1>", re.DOTALL)


@dataclass(frozen=True)
class Rule:
    """One rule: what an editor reads where it is broken, and how to find the places."""

    key: str
    name: str
    advice: str
    find: Callable[[Any, SiteSettings], list[str]]
    of: type[SitePage] = SitePage  # the pages that it is for


@dataclass(frozen=True)
class Finding:
    """A broken rule and where: the link, the heading, the number. `places` may be [""]."""

    rule: Rule
    places: list[str]

    def __str__(self) -> str:
        named = ", ".join(place for place in self.places if place)
        return f"{self.rule.name}: {named}" if named else self.rule.name


def check(page: SitePage, firm: SiteSettings) -> list[Finding]:
    """Return the rules that a page breaks as it stands, saved or not."""
    found = [Finding(rule, rule.find(page, firm)) for rule in rules_for(page)]
    return [finding for finding in found if finding.places]


def rules_for(page: SitePage) -> list[Rule]:
    """Return the rules for pages of its type."""
    return [rule for rule in RULES if isinstance(page, rule.of)]


def pictures_without_alt(article: ArticlePage, _firm: SiteSettings) -> list[str]:
    """Return the pictures that are neither described nor marked as decoration."""
    pictures = [block.value["image"] for block in article.body if block.block_type == "image"]
    return [
        picture.title
        for picture in pictures
        if picture and not picture.decorative and not (picture.contextual_alt_text or "").strip()
    ]


def missing_description(page: SitePage, _firm: SiteSettings) -> list[str]:
    """Return [""] where lists and search engines would show the title, or how a text begins."""
    said = page.summary or page.search_description if _is_article(page) else page.description
    return [] if said.strip() else [""]


def _is_article(page: SitePage) -> TypeGuard[ArticlePage]:
    return isinstance(page, ArticlePage)


def skipped_headings(article: ArticlePage, _firm: SiteSettings) -> list[str]:
    """Return the headings that are more than one level below the one before."""
    found, above = [], 1
    for level, words in _headings(article):
        if level > above + 1:
            found.append(f"“{words}”")
        above = level
    return found


def _headings(article: ArticlePage) -> list[tuple[int, str]]:
    found = []
    for block in article.body:
        if block.block_type == "heading":
            found.append((2, str(block.value)))
        elif block.block_type == "text":
            inside = _HEADING.findall(block.value.source)
            found += [(int(level), _plain(words)) for level, words in inside]
    return found


def long_title(page: SitePage, firm: SiteSettings) -> list[str]:
    """Return how long a title is that search engines would cut."""
    length = len(fill(page.html_title, firm))
    return [f"{length} characters"] if length > LONGEST_TITLE else []


def missing_invitation(article: ArticlePage, firm: SiteSettings) -> list[str]:
    """Return [""] where nobody has chosen an invitation: in the text, at its end, for its list."""
    if any(block.block_type in INVITATIONS for block in article.body) or article.closing:
        return []
    # An article that is not in the tree yet has no list.
    listing = article.get_parent() if article.depth else None
    inherited = getattr(listing.specific, "closing", None) if listing else None
    return [] if inherited or firm.closing else [""]


def broken_links(page: SitePage, firm: SiteSettings) -> list[str]:
    """Return the links of a page that lead to nothing on this site."""
    return dead_links(page, firm.site)


def _plain(html: str) -> str:
    return unescape(strip_tags(html))


def guidance_left(page: SitePage, _firm: SiteSettings) -> list[str]:
    """Return the first of the texts of a template that still wait to be replaced."""
    found = placeholders_left(page)
    return [
        *found[:MOST_NAMED],
        *([f"and {more} more"] if (more := len(found) - MOST_NAMED) > 0 else []),
    ]


RULES = (
    Rule(
        "guidance-left",
        "Guidance of the template is still there",
        "Replace every text in [square brackets], or take it out.",
        guidance_left,
    ),
    Rule(
        "dead-link",
        "Link that leads nowhere",
        "Its page or file is not published or gone. Choose another one, or take the link out.",
        broken_links,
    ),
    Rule(
        "missing-alt",
        "Picture without alt text",
        "Say what it shows, or mark it as decoration.",
        pictures_without_alt,
        of=ArticlePage,
    ),
    Rule(
        "missing-description",
        "No summary and no description",
        "One or two sentences that say why to read it. Lists and search engines show them.",
        missing_description,
    ),
    Rule(
        "skipped-heading",
        "Heading that skips a level",
        "Put a block “Heading” before the first small heading of a text.",
        skipped_headings,
        of=ArticlePage,
    ),
    Rule(
        "long-title",
        "Title that search engines cut",
        f"Use {LONGEST_TITLE} characters at most, or write a shorter one under “Promote”.",
        long_title,
    ),
    Rule(
        "missing-invitation",
        "No invitation",
        "Add “Take the quiz”, “Call us” or “Ask for a call back” where a reader is convinced.",
        missing_invitation,
        of=ArticlePage,
    ),
    Rule(
        "other-number",
        "Telephone number that is not the firm’s",
        "Write {phone} in a block “Call us”: it always shows the number of the settings.",
        other_numbers,
    ),
)
