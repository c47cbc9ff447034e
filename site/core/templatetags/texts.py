"""`{{ page.hero_text|filled:settings.core.SiteSettings }}`"""

from __future__ import annotations

from django import template

from core import texts
from core.models import SiteSettings

register = template.Library()


@register.filter
def filled(text: str, settings: SiteSettings) -> str:
    """Fill {firm_name} and {phone} in."""
    return texts.fill(text, settings)
