"""What is held of a person, as a file for programs and as one for people (UK GDPR Art. 15, 20)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from wagtail.models import Site

from core.models import SiteSettings
from leads.models import Person
from leads.privacy.finding import held_of

FORMATS = {"json": "application/json", "html": "text/html"}


def export(person: Person, kind: str) -> str:
    """Return everything that is held of a person; `kind` is one of `FORMATS`.

    The HTML is one file that loads nothing.
    """
    held = held_of(person)
    site = Site.objects.filter(is_default_site=True).first()
    about = {
        "controller": SiteSettings.for_site(site).firm_name if site else "",
        "of": person.email,
        "made": timezone.localtime().isoformat(timespec="seconds"),
    }
    if kind == "json":
        return json.dumps({"about": about, "held": held}, ensure_ascii=False, indent=2) + "\n"
    context = {"about": about, "now": timezone.now(), "held": _shown(held)}
    return render_to_string("leads/privacy/export.html", context)


def name_of(person: Person, kind: str) -> str:
    """Return a name for the file, which does not say whose it is."""
    return f"person-{person.pk}-{timezone.localtime():%Y-%m-%d}.{kind}"


def _shown(held: Mapping[str, Any]) -> dict[str, list[list[tuple[str, str]]]]:
    return {
        section: [[(label, _text(value)) for label, value in each.items()] for each in records]
        for section, records in held.items()
    }


def _text(value: Any) -> str:
    if isinstance(value, list):
        return "\n".join(_text(each) for each in value)
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_text(each)}" for key, each in value.items())
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
