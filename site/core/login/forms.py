"""Passkeys, in the words of the pages around them: https://docs.allauth.org/en/latest/mfa/forms.html."""

from __future__ import annotations

from typing import Any

from allauth.mfa.webauthn.forms import AddWebAuthnForm, LoginWebAuthnForm
from django.core.exceptions import ValidationError

UNKNOWN = "This passkey opens no account here: it may have been removed. Log in with your password."


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


class LogInByPasskey(LoginWebAuthnForm):
    """Says of a passkey, and not of a code, that it is not right; whatever a stranger sends."""

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()
        # What is no passkey at all makes the library fail in ways of its own.
        except (ValidationError, LookupError, TypeError, ValueError):
            raise ValidationError(UNKNOWN) from None
