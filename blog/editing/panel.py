"""Our rules in Wagtail's checks panel, and in the bar on the site.

The panel runs axe on the preview. The rules are run here, on the article that is previewed, and
what axe finds for each is only what it is told in the check's options.
"""

from __future__ import annotations

from typing import Any

from django.forms import Media
from django.http import HttpRequest
from wagtail.admin.userbar import ContentCheckerItem

from blog.editing.checks import RULES, check
from blog.models import ArticlePage
from core.models import SiteSettings

PREFIX = "article-"
# Axe finds skipped headings itself, and points to each.
SHOWN = tuple(rule for rule in RULES if rule.key != "skipped-heading")
SELECTOR = "h1"  # what "Show issue" points to: a rule is about the whole article


class ArticleChecks(ContentCheckerItem):
    """Wagtail's content checks and ours, for one article."""

    def __init__(self, article: ArticlePage, *, in_editor: bool) -> None:
        super().__init__(in_editor=in_editor)
        self.article = article

    @property
    def media(self) -> Media:
        return Media(js=["blog/checks.js"])

    def get_axe_run_only(self, request: HttpRequest) -> list[str]:
        return [*super().get_axe_run_only(request), *(PREFIX + rule.key for rule in SHOWN)]

    def get_axe_custom_rules(self, request: HttpRequest) -> list[dict[str, Any]]:
        return [*super().get_axe_custom_rules(request), *map(_rule, SHOWN)]

    def get_axe_custom_checks(self, request: HttpRequest) -> list[dict[str, Any]]:
        broken = {
            finding.rule.key for finding in check(self.article, SiteSettings.for_request(request))
        }
        ours = [
            {"id": f"{PREFIX}check-{rule.key}", "options": {"broken": rule.key in broken}}
            for rule in SHOWN
        ]
        return [*super().get_axe_custom_checks(request), *ours]

    def get_axe_messages(self, request: HttpRequest) -> dict[str, Any]:
        ours = {
            PREFIX + rule.key: {"error_name": rule.name, "help_text": rule.advice} for rule in SHOWN
        }
        return {**super().get_axe_messages(request), **ours}


def _rule(rule: Any) -> dict[str, Any]:
    return {
        "id": PREFIX + rule.key,
        "impact": "moderate",
        "selector": SELECTOR,
        "tags": ["best-practice"],
        "any": [f"{PREFIX}check-{rule.key}"],
        "enabled": True,
    }


def with_our_checks(items: list[Any], page: Any) -> None:
    """Put our checks in the place of Wagtail's in a bar's `items` when it is an article's."""
    if not isinstance(page, ArticlePage):
        return
    for place, item in enumerate(items):
        if isinstance(item, ContentCheckerItem):
            items[place] = ArticleChecks(page, in_editor=item.in_editor)
