"""Each unsafe setting is named before a server starts with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings

from core.checks import RULES, unsafe_settings

Named = Callable[..., list[str]]
SAFE: dict[str, Any] = {
    "SECOND_STEP": "required",
    "ALLOWED_HOSTS": ["www.firm.example"],
    "TRUSTED_HOPS": 1,
    "STYLEGUIDE": False,
    "SESSION_COOKIE_NAME": "__Host-leadline_session",
    "CSRF_COOKIE_NAME": "__Host-csrftoken",
    "PASSWORD_HASHERS": ["django.contrib.auth.hashers.PBKDF2PasswordHasher"],
}
ELSEWHERE = {"ENGINE": "django.db.backends.postgresql", "HOST": "db.example", "OPTIONS": {}}
UNSAFE: dict[str, dict[str, Any]] = {
    "SECOND_STEP": {"SECOND_STEP": "offered"},
    "ALLOWED_HOSTS": {"ALLOWED_HOSTS": [".firm.example"]},
    "DATABASE_URL": {"DATABASES": {"default": ELSEWHERE}},
    "REDIS_URL": {"REDIS_URL": "redis://cache.example:6379/0"},
    "TRUSTED_HOPS": {"TRUSTED_HOPS": 0},
    "SERVE_MEDIA": {"SERVE_MEDIA": True},
    "STYLEGUIDE": {"STYLEGUIDE": True},
    "SESSION_COOKIE_NAME": {"CSRF_COOKIE_NAME": "csrftoken"},
    "SESSION_COOKIE_AGE": {"SESSION_COOKIE_AGE": 14 * 24 * 60 * 60},
    "PASSWORD_HASHERS": {"PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"]},
    "WAGTAILDOCS_EXTENSIONS": {"WAGTAILDOCS_EXTENSIONS": ["pdf", "HTML"]},
    "WAGTAILIMAGES_EXTENSIONS": {"WAGTAILIMAGES_EXTENSIONS": ["png", "svg"]},
    "WAGTAILIMAGES_MAX_IMAGE_PIXELS": {"WAGTAILIMAGES_MAX_IMAGE_PIXELS": None},
    "WAGTAILEMBEDS_FINDERS": {
        "WAGTAILEMBEDS_FINDERS": [{"class": "wagtail.embeds.finders.oembed"}]
    },
    "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN": {"MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN": True},
    "MIDDLEWARE": {"MIDDLEWARE": ["core.login.gate.second_step_first"]},
}


class Changed:
    """The settings with some of them changed, which nothing but the checks sees."""

    def __init__(self, changes: dict[str, Any]) -> None:
        self._changes = changes

    def __getattr__(self, name: str) -> Any:
        return self._changes[name] if name in self._changes else getattr(settings, name)


@pytest.fixture
def named(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """The names that are complained of where the settings are safe but for these changes."""

    def complained_of(**changes: Any) -> list[str]:
        monkeypatch.setattr("core.checks.settings", Changed(SAFE | changes))
        return [str(each.msg).partition(" ")[0] for each in unsafe_settings()]

    return complained_of


def test_safe_settings_are_not_complained_of(named: Named) -> None:
    assert named() == []


@pytest.mark.parametrize("name", [name for name, _, _ in RULES])
def test_an_unsafe_one_is_named(named: Named, name: str) -> None:
    assert named(**UNSAFE[name]) == [name]


@pytest.mark.parametrize(
    "changes",
    [
        {"DATABASES": {"default": ELSEWHERE | {"OPTIONS": {"sslmode": "verify-full"}}}},
        {"DATABASES": {"default": ELSEWHERE | {"HOST": "/var/run/postgresql"}}},
        {"REDIS_URL": "redis://127.0.0.1:6379/0"},
        {"REDIS_URL": "rediss://:secret@cache.example/0"},
    ],
)
def test_what_is_encrypted_or_stays_on_this_machine_is_safe(
    named: Named, changes: dict[str, Any]
) -> None:
    assert named(**changes) == []
