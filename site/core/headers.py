"""What every answer tells browsers that they may do with it, errors and files included.

The policies are lists of what is allowed (https://www.w3.org/TR/CSP3/). Public pages need no script
or style of their own inside them. Wagtail's admin does: it was measured page by page, see
docs/security.md, and only what it needs is allowed, there alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

Policy = Mapping[str, tuple[str, ...]]

NONE, SELF, INLINE = "'none'", "'self'", "'unsafe-inline'"
# Loaded only when a reader asks for the video (core/video.js).
PLAYERS = ("https://www.youtube-nocookie.com",)

PUBLIC: Policy = {
    "default-src": (NONE,),
    "script-src": (SELF,),
    "style-src": (SELF,),
    "img-src": (SELF,),
    "font-src": (SELF,),
    "connect-src": (SELF,),
    "frame-src": PLAYERS,
    "form-action": (SELF,),
    "base-uri": (NONE,),
    "frame-ancestors": (NONE,),
}
# Of the admin, what shows the words of visitors: scripts from files alone.
VISITORS_WORDS: Policy = {
    **PUBLIC,
    "style-src": (SELF, INLINE),  # Draftail, and Wagtail's tooltips and menus
    "img-src": (SELF, "data:", "blob:"),  # icons in style sheets; an upload that is not sent yet
    "frame-src": (SELF, *PLAYERS),  # the preview of a page, and a video in it
    "frame-ancestors": (SELF,),
}
# The rest of it: Wagtail's fields for dates and its lists of parts bring scripts of their own.
ADMIN: Policy = {**VISITORS_WORDS, "script-src": (SELF, INLINE)}

# Of what a page of ours could ask for, nothing is used; videos may fill the screen.
_FEATURES = ("camera", "geolocation", "microphone", "payment", "usb", "browsing-topics")
PERMISSIONS = ", ".join(f"{feature}=()" for feature in _FEATURES)

_MARK = "_shows_words_of_visitors"


def shows_words_of_visitors(request: HttpRequest) -> None:
    """Have this page of the admin answered under the policy without scripts inside it."""
    setattr(request, _MARK, True)


def written(policy: Policy) -> str:
    """Return a policy as its header says it."""
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in policy.items())


def security_headers(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Add them to every answer. What a view has said of itself stays: documents are stricter."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        # Wagtail has a page made for the preview's frame as if its own address had been asked for.
        is_preview = getattr(request, "is_dummy", False)
        in_admin = is_preview or request.path.startswith(reverse("wagtailadmin_home"))
        for name, value in _headers(request, in_admin=in_admin).items():
            response.headers.setdefault(name, value)
        return response

    return answer


def _headers(request: HttpRequest, *, in_admin: bool) -> dict[str, str]:
    return {
        "Content-Security-Policy": written(_policy(request) if in_admin else PUBLIC),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": PERMISSIONS,
        "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": settings.X_FRAME_OPTIONS,
    }


def _policy(request: HttpRequest) -> Policy:
    return VISITORS_WORDS if hasattr(request, _MARK) else ADMIN
