"""Texts that name the firm without repeating it: {firm_name} and {phone} stand for the settings."""

from __future__ import annotations

from django.utils.html import escape
from django.utils.safestring import SafeData, mark_safe

from core.models import SiteSettings


def fill(text: str, settings: SiteSettings) -> str:
    """Return `text` with its placeholders filled in. Text marked safe stays safe."""
    for placeholder, value in (
        ("{firm_name}", settings.firm_name),
        ("{phone}", settings.phone),
    ):
        if placeholder not in text:
            continue
        if isinstance(text, SafeData):
            text = mark_safe(text.replace(placeholder, escape(value)))  # noqa: S308  escaped here
        else:
            text = text.replace(placeholder, value)
    return text
