"""What allauth asks the project: https://docs.allauth.org/en/latest/account/adapter.html."""

from __future__ import annotations

import base64
import hashlib
from datetime import timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from core.clients import client_of
from core.login import new_password
from core.models import SiteSettings

JUST_NOW = timedelta(minutes=5)
_UNSAID = {"account/messages/logged_in.txt", "account/messages/logged_out.txt"}


class Account(DefaultAccountAdapter):
    """Nobody signs up, and no mail is sent while somebody waits for a page."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": "Too many wrong attempts. Wait 15 minutes and try again: until"
        " then even the right one is refused.",
        "username_password_mismatch": "That user name and password do not go together.",
        "incorrect_code": "That code is not right, or it was used before. Take the next one.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Believe the proxies that TRUSTED_HOPS counts, and no others."""
        return client_of(request) or "unknown"

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # A guesser locks out an account for the address guessed from, not for its owner elsewhere.
        account: str = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{account}:{self.get_client_ip(request)}"

    def is_reauthentication_required(self, **asked: Any) -> bool:
        """Ask nobody again who has just come in: they are about to set up a second step."""
        came = getattr(context.request.user, "last_login", None)
        if came and timezone.now() - came < JUST_NOW:
            return False
        return bool(super().is_reauthentication_required(**asked))

    def send_password_reset_mail(self, user: Any, *_asked: Any) -> None:
        new_password.send_link(user, SiteSettings.for_request(context.request))

    def add_message(
        self, request: Any, level: Any, message_template: Any = None, *args: Any, **kwargs: Any
    ) -> None:
        if message_template not in _UNSAID:
            super().add_message(request, level, message_template, *args, **kwargs)


class SecondStep(DefaultMFAAdapter):
    """Keeps what a code is made from encrypted: a copy of the database alone opens no account."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": Account.error_messages["incorrect_code"],
    }

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _box().decrypt(encrypted_text.encode()).decode()

    def get_totp_issuer(self) -> str:
        """Name the firm, by which people find the entry in their app."""
        return str(SiteSettings.for_request(context.request).firm_name)

    def get_totp_label(self, user: Any) -> str:
        return str(user.get_username())


def _box() -> MultiFernet:
    """Return what encrypts by the newest SECRET_KEY and reads what an older one wrote."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key(str(each))) for each in keys])


def _key(secret: str) -> bytes:
    digest = hashlib.sha256(b"leadline.second-step" + secret.encode()).digest()
    return base64.urlsafe_b64encode(digest)
