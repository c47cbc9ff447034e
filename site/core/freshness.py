"""For how long a page may be kept by browsers and caches.

Pages say when the firm can be rung ("We are open until 17:30."). A kept copy must not say it longer
than it is true.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

from core.hours import Opening

LONGEST = 60  # seconds: what an editor changes is seen by everybody after that


def keep_while_true(response: HttpResponse, request: HttpRequest, opening: Opening) -> None:
    """Say in the response for how long it may be kept: until the words on the hours change.

    What is answered to a browser with a cookie (an editor's, or a password's) is for it alone.
    """
    if request.COOKIES:
        patch_cache_control(response, private=True, no_cache=True)
        return
    left = int((_words_change(opening) - opening.now).total_seconds())
    patch_cache_control(response, public=True, max_age=max(0, min(LONGEST, left)))


def _words_change(opening: Opening) -> datetime:
    """Return when other words become true. At midnight, "tomorrow" becomes "today"."""
    midnight = opening.now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return min(midnight, opening.changes or midnight)
