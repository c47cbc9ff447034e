"""The configuration of nginx that belongs to this site, made of the site's own settings."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.template.loader import render_to_string
from django.urls import reverse

from core.away import FOLDER as ERRORS

_MEGABYTE = 1024 * 1024
_FORM = 2  # megabytes that a form may have beside the largest file in it


@dataclass(frozen=True, kw_only=True)
class Proxy:
    """Where nginx listens, and what it needs beside the site's settings.

    Without a certificate it speaks plain http: for trials, and behind a proxy that ends TLS.
    """

    upstreams: tuple[str, ...] = ("127.0.0.1:8000",)
    port: int = 443
    http_port: int = 80
    certificate: Path | None = None
    certificate_key: Path | None = None
    cache: Path = Path("/var/lib/nginx/leadline")
    challenges: Path = Path("/var/www/letsencrypt")
    brotli: bool = False  # nginx has the module brotli_static


def nginx_conf(proxy: Proxy) -> str:
    """Return the configuration. Raises ImproperlyConfigured if files are not served from here."""
    for name in ("STATIC_URL", "MEDIA_URL"):
        if urlsplit(getattr(settings, name)).netloc:
            raise ImproperlyConfigured(f"{name} is on another host: nginx does not serve it")
    context = {
        **vars(proxy),
        "hosts": " ".join(settings.ALLOWED_HOSTS),
        "base_url": settings.WAGTAILADMIN_BASE_URL,
        "session_cookie": settings.SESSION_COOKIE_NAME,
        "hsts": _hsts(),
        "admin": reverse("wagtailadmin_home"),
        "largest_upload": settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE // _MEGABYTE + _FORM,
        "static_url": settings.STATIC_URL,
        "static_root": Path(settings.STATIC_ROOT).resolve(),
        "media_url": settings.MEDIA_URL,
        "media_root": Path(settings.MEDIA_ROOT).resolve(),
        "errors": (Path(settings.VAR_DIR) / ERRORS).resolve(),
    }
    return render_to_string("core/deploy/nginx.conf", context)


def _hsts() -> str:
    """Return what Django's SecurityMiddleware says of https, for the files that it does not see."""
    if not settings.SECURE_HSTS_SECONDS:
        return ""
    parts = [f"max-age={settings.SECURE_HSTS_SECONDS}"]
    parts += ["includeSubDomains"] if settings.SECURE_HSTS_INCLUDE_SUBDOMAINS else []
    parts += ["preload"] if settings.SECURE_HSTS_PRELOAD else []
    return "; ".join(parts)
