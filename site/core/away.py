"""What visitors are told when the site cannot answer: with the firm's number, without a database.

The worker writes down now and then who the firm is, and a page that stands alone. The first is for
the application while its database is away, the second for the proxy while the application is.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from wagtail.models import Site

from core.models import SiteSettings

FOLDER = "errors"  # in VAR_DIR
RETRY_AFTER = "30"  # seconds; whoever holds a lock has given up or finished by then
_FIRM = "firm.json"
_AWAY = "503.html"


def write_down() -> bool:
    """Write the firm's name and number, and the page for the proxy; True if anything changed."""
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        return False
    firm = SiteSettings.for_site(site)
    known = {"name": firm.firm_name, "phone": firm.phone, "phone_uri": firm.phone_uri}
    page = render_to_string(_AWAY, {"firm": known, "alone": True})
    changed = [_replace(_FIRM, json.dumps(known)), _replace(_AWAY, page)]
    return any(changed)


def last_known() -> dict[str, str]:
    """Return the firm's `name`, `phone` and `phone_uri` as last written down; {} if never."""
    try:
        known: dict[str, str] = json.loads(_path(_FIRM).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return known


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Django's handler400."""
    return told("400.html", 400)


def server_error(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  Django's own signature
    """Django's handler500. A database that is locked or out of reach is said to be back soon."""
    if isinstance(sys.exc_info()[1], (OperationalError, InterfaceError)):
        return told(_AWAY, 503, {"Retry-After": RETRY_AFTER})
    return told("500.html", 500)


def told(
    template: str,
    status: int,
    headers: dict[str, Any] | None = None,
    context: dict[str, Any] | None = None,
) -> HttpResponse:
    """Return a page that stands without a database; `template` is one made for it."""
    text = render_to_string(template, {**(context or {}), "firm": last_known()})
    return HttpResponse(
        text, status=status, headers={"Cache-Control": "no-store", **(headers or {})}
    )


def _path(name: str) -> Path:
    return Path(settings.VAR_DIR) / FOLDER / name


def _replace(name: str, text: str) -> bool:
    """Write a file in one step: a proxy may be reading the one before."""
    path = _path(name)
    if path.is_file() and path.read_text(encoding="utf-8") == text:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(f".{os.getpid()}")
    new.write_text(text, encoding="utf-8")
    new.replace(path)
    return True
