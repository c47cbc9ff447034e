"""What every page shares, and what the firm says about itself once."""

from core.models.site_page import SitePage
from core.models.site_settings import SiteSettings
from core.validators import validate_accent, validate_phone  # migrations look for them here

__all__ = ["SitePage", "SiteSettings", "validate_accent", "validate_phone"]
