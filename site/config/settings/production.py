"""A real server. What is missing or unsafe stops the start and is named."""

from __future__ import annotations

import os

from django.core.exceptions import ImproperlyConfigured

from config.given import secret
from config.settings.base import *
from config.settings.base import DATABASES, LOGGING, TRUSTED_HOPS, env
from config.sqlite import loses_commits


def _required(name: str, what: str) -> str:
    value: str = secret(os.environ, name)
    if not value:
        raise ImproperlyConfigured(f"{name} is not set: {what}")
    return value


SECRET_KEY = _required("SECRET_KEY", "50 random characters or more, the same at every start")
_hosts = _required("ALLOWED_HOSTS", "the site's host names, parted by commas").split(",")
ALLOWED_HOSTS = [host.strip() for host in _hosts if host.strip()]
WAGTAILADMIN_BASE_URL = _required("BASE_URL", "the site's address, such as https://example.com")
WAGTAILADMIN_BASE_URL = WAGTAILADMIN_BASE_URL.rstrip("/")
if not WAGTAILADMIN_BASE_URL.startswith("https://"):
    raise ImproperlyConfigured("BASE_URL must begin with https://")
if "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS must name the hosts: * lets anybody invent one")

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    import sqlite3

    if loses_commits(sqlite3.sqlite_version_info[:3]):
        raise ImproperlyConfigured(
            f"SQLite {sqlite3.sqlite_version} can lose a commit when web server and worker write: "
            "install the requirements with pysqlite3, or set DATABASE_URL to PostgreSQL"
        )

# For whatever collects logs: a line of JSON each.
LOGGING = {**LOGGING, "formatters": {"plain": {"()": "core.logs.JsonLines"}}}

SECOND_STEP = env.str("SECOND_STEP", "") or "required"
# Something in front of us speaks https, and so writes down whom it was asked by.
TRUSTED_HOPS = TRUSTED_HOPS if env.str("TRUSTED_HOPS", "") else 1
SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("HSTS_INCLUDE_SUBDOMAINS", True)
SECURE_HSTS_PRELOAD = env.bool("HSTS_PRELOAD", True)
# Browsers keep a name that begins so to this host and to https (RFC 6265bis §4.1.3).
SESSION_COOKIE_NAME = "__Host-leadline_session"
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrftoken"
CSRF_COOKIE_SECURE = True
SERVE_MEDIA = False
