"""The mail with which somebody sets a new password: through the outbox, as all mail."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import int_to_base36

from core.models import SiteSettings


def send_link(user: Any, firm: SiteSettings) -> None:
    """Have the link sent to this user."""
    words = {"firm": firm.firm_name, "url": link_for(user), "user": user}
    text = render_to_string("core/login/password_mail.txt", words)
    subject, _, body = text.partition("\n")
    send_mail(subject, body.strip() + "\n", None, [user.email])


def link_for(user: Any) -> str:
    """Return the address at which this user sets a new password, once and within an hour."""
    parts = {"uidb36": int_to_base36(user.pk), "key": default_token_generator.make_token(user)}
    # BASE_URL, never a header of whoever asked: they would be sent our users' keys.
    return settings.WAGTAILADMIN_BASE_URL + reverse("account_reset_password_from_key", kwargs=parts)
