"""What an editor is told after saving: the rules that a page breaks."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest
from wagtail.admin import messages
from wagtail.models import Page

from blog.editing.checks import check
from core.models import SitePage, SiteSettings


def warn(request: HttpRequest, pages: Iterable[Page]) -> None:
    """Say on the next page of the admin what is wrong with `pages`."""
    firm = SiteSettings.for_request(request)
    for page in pages:
        specific = page.specific
        if isinstance(specific, SitePage):
            for finding in check(specific, firm):
                messages.warning(request, f"{specific.get_admin_display_title()} – {finding}")


def is_autosave(request: HttpRequest) -> bool:
    """Tell whether the editor's browser saves by itself: nobody would read what is said then."""
    return not request.accepts("text/html")
