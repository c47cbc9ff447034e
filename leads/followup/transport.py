"""Handing one mail over, and what it means when that does not succeed.

A mail server's answers quote addresses, so no text of theirs is repeated: only its numbers are.
"""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, NoReturn

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage, get_connection

from leads.crm.base import (
    AuthFailed,
    DestinationError,
    Misconfigured,
    OutcomeUnknown,
    RateLimited,
    Rejected,
    Transient,
)
from leads.followup import files, smtp

_ENHANCED = re.compile(rb"[245]\.\d{1,3}\.\d{1,3}\b")  # RFC 3463: says more than the number


def send(message: EmailMessage) -> None:
    """Hand a mail over to the mail server, the provider, or a file. Raises a `DestinationError`."""
    with _connection() as connection:
        _called(lambda: connection.send_messages([message]), OutcomeUnknown)


def reach() -> None:
    """Connect and log in, and send nothing. Raises a `DestinationError`."""
    with _connection():
        pass


def leaves() -> bool:
    """Tell whether mail goes to other machines, and not into files of ours."""
    return settings.MAIL_TRANSPORT != files.BACKEND


@contextmanager
def _connection() -> Iterator[Any]:
    connection = _called(_made, Misconfigured)
    watch = getattr(connection, "watch", None) or smtp.Watch(smtp.WHOLE)
    with watch.running():
        try:
            _called(connection.open, Transient)
            yield connection
        finally:
            # The mail has been taken, or it has not: how the farewell goes changes nothing.
            with suppress(Exception):
                connection.close()


def _made() -> Any:
    return get_connection(settings.MAIL_TRANSPORT, **settings.MAIL_OPTIONS)


def _called(call: Callable[[], Any], broken: type[DestinationError]) -> Any:
    """Call a backend. `broken` is what it means when the connection ends in the middle of it."""
    try:
        return call()
    except Exception as error:
        _explain(error, broken)
        raise


def _explain(error: Exception, broken: type[DestinationError]) -> None:
    """Raise what an error of a backend means. Returns where nobody knows."""
    if hasattr(error, "status_code"):  # django-anymail's; most of them are OSErrors, too
        _explain_provider(error, broken)
    match error:
        case smtplib.SMTPException():
            _explain_smtp(error, broken)
        case ssl.SSLCertVerificationError():
            raise Misconfigured("the server's certificate is not valid for its name") from None
        case OSError():
            reason = error.strerror or type(error).__name__
            raise broken(f"the mail server cannot be reached: {reason}") from None
        case ImproperlyConfigured():  # its text may quote a setting
            raise Misconfigured("EMAIL_URL lacks what the provider needs to be told") from None


def _explain_smtp(error: smtplib.SMTPException, broken: type[DestinationError]) -> NoReturn:
    match error:
        case smtplib.SMTPAuthenticationError():
            told = _numbers(error.smtp_code, error.smtp_error)
            raise AuthFailed(f"the mail server refuses user or password {told}") from None
        case smtplib.SMTPRecipientsRefused():
            _explain_refusal(*next(iter(error.recipients.values())))
        case smtplib.SMTPSenderRefused() if error.smtp_code >= 500:
            told = _numbers(error.smtp_code, error.smtp_error)
            raise Misconfigured(
                f"the mail server does not send for the address in EMAIL_FROM {told}"
            ) from None
        case smtplib.SMTPDataError() if error.smtp_code >= 500:
            told = _numbers(error.smtp_code, error.smtp_error)
            raise Rejected(f"the mail server refuses this mail {told}") from None
        case smtplib.SMTPNotSupportedError():
            raise Misconfigured("the mail server lacks STARTTLS or a way to log in") from None
        case smtplib.SMTPResponseException() if error.smtp_code >= 400:
            told = _numbers(error.smtp_code, error.smtp_error)
            raise Transient(f"the mail server cannot take it now {told}") from None
        case _:  # the connection ended, or what came is no answer
            raise broken("the mail server ended the connection") from None


def _explain_refusal(code: int, answer: bytes) -> NoReturn:
    told = _numbers(code, answer)
    if code >= 500:
        raise Rejected(f"the recipient's address is refused {told}") from None
    raise Transient(f"the recipient's mailbox takes nothing now {told}") from None


def _explain_provider(error: Any, broken: type[DestinationError]) -> NoReturn:
    """Tell what an error of django-anymail means, without importing what may not be there."""
    status: int | None = error.status_code
    if type(error).__name__ == "AnymailRecipientsRefused":
        raise Rejected("the provider refuses the recipient's address") from None
    if status is None or status < 300:
        raise broken("the provider gave no answer that can be read") from None
    kinds: dict[int, type[DestinationError]] = {
        401: AuthFailed, 403: AuthFailed, 429: RateLimited,
    }  # fmt: skip
    kind = kinds.get(status, Transient if status >= 500 else Rejected)
    raise kind(f"the provider answers HTTP {status}", http_status=status) from None


def _numbers(code: int, answer: bytes | str) -> str:
    found = _ENHANCED.search(answer if isinstance(answer, bytes) else answer.encode())
    return f"({code}{f' {found[0].decode()}' if found else ''})"
