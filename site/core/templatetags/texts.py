"""`{{ page.hero_text|filled:settings.core.SiteSettings }}`"""

from __future__ import annotations

from django import template

from core import texts, theme
from core.models import SiteSettings

register = template.Library()


@register.filter
def filled(text: str, settings: SiteSettings) -> str:
    """Fill {firm_name} and {phone} in."""
    return texts.fill(text, settings)


@register.filter
def theme_url(accent: str) -> str:
    """Return the address of the stylesheet for the firm's own colour."""
    return theme.theme_url(accent)
