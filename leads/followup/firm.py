"""The firm, as its mails show it."""

from __future__ import annotations

from wagtail.models import Site

from core.models import SiteSettings


def firm() -> SiteSettings:
    """Return what the firm says about itself; neutral words on a site that has none yet."""
    site = Site.objects.filter(is_default_site=True).first()
    found: SiteSettings = SiteSettings.for_site(site) if site else SiteSettings()
    return found
