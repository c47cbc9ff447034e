"""Whether a request is of a visitor: a person, with a page before them, and not one of us."""

from __future__ import annotations

import re

from django.conf import settings
from django.http import HttpRequest

# Programs name themselves, most of them by one of these words; "Cubot" makes telephones. All
# browsers that people use call themselves Mozilla/5.0, for old times' sake.
_PROGRAM = re.compile(
    r"(?<!cu)bot|crawl|spider|slurp|archiv|preview|prefetch|proxy|scan|monitor|check|uptime|pingdom"
    r"|lighthouse|pagespeed|gtmetrix|headless|phantom|puppeteer|playwright|selenium|electron"
    r"|python|java/|curl|wget|libwww|go-http|okhttp|axios|node-fetch|guzzle|httpclient|scrapy"
    r"|facebookexternalhit|whatsapp|telegram|slack|discord|embedly|feed|validator|https?://",
    re.IGNORECASE,
)
_BROWSER = "Mozilla/5.0"
# A page that is fetched in case somebody should want it: https://www.w3.org/TR/resource-hints/
_AHEAD = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")
_WORDS_AHEAD = ("prefetch", "prerender", "preview")


def is_visitor(request: HttpRequest) -> bool:
    """Tell whether to count this request: no robot's, none ahead of time, and none of the staff.

    Nor of somebody whose browser asks not to be tracked (https://w3c.github.io/gpc/): what is
    counted says nothing of them, but the law wants statistics that one can stay out of.
    """
    return (
        request.method in {"GET", "POST"}
        and "1" not in {request.headers.get("Sec-GPC"), request.headers.get("DNT")}
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and not _is_ahead(request)
        and not is_robot(request.headers.get("User-Agent", ""))
    )


def is_robot(agent: str) -> bool:
    """Tell whether a User-Agent header names a program that nobody looks at while it runs."""
    return not agent.startswith(_BROWSER) or _PROGRAM.search(agent) is not None


def _is_ahead(request: HttpRequest) -> bool:
    told = " ".join(request.headers.get(name, "").lower() for name in _AHEAD)
    return any(word in told for word in _WORDS_AHEAD)
