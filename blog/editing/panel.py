"""Our rules in Wagtail's checks panel, and in the bar on the site.

The panel runs axe on the preview. The rules are run here, on the page that is previewed, and
what axe finds for each is only what it is told in the check's options.
"""

from __future__ import annotations

from typing import Any

from django.forms import Media
from django.http import HttpRequest
from wagtail.admin.userbar import ContentCheckerItem

from blog.editing.checks import Rule, check, rules_for
from core.models import SitePage, SiteSettings

PREFIX = "page-"
FOUND_BY_AXE = {"skipped-heading"}  # which points to each
# Of axe's own rules, besides those that Wagtail chose: what the firm's colour may do to a text.
AXE_WORDS = {
    "color-contrast": {
        "error_name": "Text that is hard to read on its ground",
        "help_text": "Choose a darker colour in Settings, or a plainer place for the text",
    }
}
SELECTOR = "h1"  # what "Show issue" points to: a rule is about the whole page


class PageChecks(ContentCheckerItem):
    """Wagtail's content checks and ours, for one page."""

    def __init__(self, page: SitePage, *, in_editor: bool) -> None:
        super().__init__(in_editor=in_editor)
        self.page = page
        self.shown = [rule for rule in rules_for(page) if rule.key not in FOUND_BY_AXE]

    @property
    def media(self) -> Media:
        return Media(js=["blog/checks.js"])

    def get_axe_run_only(self, request: HttpRequest) -> list[str]:
        ours = [PREFIX + rule.key for rule in self.shown]
        return [*super().get_axe_run_only(request), *AXE_WORDS, *ours]

    def get_axe_custom_rules(self, request: HttpRequest) -> list[dict[str, Any]]:
        return [*super().get_axe_custom_rules(request), *map(_rule, self.shown)]

    def get_axe_custom_checks(self, request: HttpRequest) -> list[dict[str, Any]]:
        broken = {
            finding.rule.key for finding in check(self.page, SiteSettings.for_request(request))
        }
        ours = [
            {"id": f"{PREFIX}check-{rule.key}", "options": {"broken": rule.key in broken}}
            for rule in self.shown
        ]
        return [*super().get_axe_custom_checks(request), *ours]

    def get_axe_messages(self, request: HttpRequest) -> dict[str, Any]:
        ours = {
            PREFIX + rule.key: {"error_name": rule.name, "help_text": rule.advice}
            for rule in self.shown
        }
        return {**super().get_axe_messages(request), **AXE_WORDS, **ours}


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": PREFIX + rule.key,
        "impact": "moderate",
        "selector": SELECTOR,
        "tags": ["best-practice"],
        "any": [f"{PREFIX}check-{rule.key}"],
        "enabled": True,
    }


def with_our_checks(items: list[Any], page: Any) -> None:
    """Put our checks in the place of Wagtail's in a bar's `items` when it is a page's of ours."""
    if not isinstance(page, SitePage):
        return
    for place, item in enumerate(items):
        if isinstance(item, ContentCheckerItem):
            items[place] = PageChecks(page, in_editor=item.in_editor)
