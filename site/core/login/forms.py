"""Passkeys, in the words of the pages around them: https://docs.allauth.org/en/latest/mfa/forms.html."""

from __future__ import annotations

from typing import Any

from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django.core.exceptions import ValidationError

UNKNOWN = "This passkey opens no account here: it may have been removed. Log in with your password."
NOT_MADE = "The passkey could not be added: what your device sent cannot be read. Try again."
# What is no passkey at all makes the library fail in ways of its own.
NOT_RIGHT = (ValidationError, LookupError, TypeError, ValueError, AttributeError)


class AddPasskey(AddWebAuthnForm):
    """Makes what opens the account by itself, unless somebody's key cannot."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["passwordless"]
        field.initial = True
        field.label = "Log in with it alone"
        field.help_text = (
            "Your device asks for your finger, face or PIN, and you type no password. Take this"
            " off for a plain security key, which then comes after your password."
        )

    def clean(self) -> dict[str, Any]:
        try:
            made: dict[str, Any] = super().clean()
        except NOT_RIGHT:
            raise ValidationError(NOT_MADE) from None
        return made


class _SaysWhy(AuthenticateWebAuthnForm):
    """Says of a passkey, and not of a code, that it is not right; whatever a stranger sends."""

    not_right = "This passkey is none of yours here. Try another, or a code."

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()
        except NOT_RIGHT as error:
            if getattr(error, "code", "") == "too_many_login_attempts":
                raise
            raise ValidationError(self.not_right) from None


class LogInByPasskey(_SaysWhy, LoginWebAuthnForm):
    """Opens an account by itself."""

    not_right = UNKNOWN


class ConfirmByPasskey(_SaysWhy):
    """The second step, after the password."""


class ConfirmAgainByPasskey(_SaysWhy, ReauthenticateWebAuthnForm):
    """Before something that only the person may do."""
