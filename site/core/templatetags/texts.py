"""`{{ page.hero_text|filled:settings.core.SiteSettings }}`"""

from __future__ import annotations

from core import texts
from core.models import SiteSettings
from django import template

register = template.Library()


@register.filter
def filled(text: str, settings: SiteSettings) -> str:
    """Fill {firm_name} and {phone} in."""
    return texts.fill(text, settings)
