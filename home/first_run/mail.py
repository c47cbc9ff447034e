"""Whether mail from here arrives: one with a link in it, which whoever gets it opens."""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.urls import reverse
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from core.models import SiteSettings
from leads.followup import transport
from leads.followup.alarms import tell_operator
from leads.followup.notice import operators
from leads.models import Letter

CAUSE = "first-run"
RECEIVED = "home.mail.received"
_SALT = "home.first-run"


def obstacle() -> str:
    """Return what keeps a mail from being sent, and what to do about it; "" if nothing does."""
    if not settings.MAIL_TRANSPORT:
        return "Mail is off: EMAIL_URL on the server says so. Nobody is told of an enquiry."
    if not transport.leaves():
        return "EMAIL_URL on the server names no mail server: mails are written into a folder."
    if not operators():
        return "There is nobody to write to: set OPERATOR_EMAIL, or an administrator's address."
    return ""


def send() -> bool:
    """Have a mail sent to the operator with a link to confirm it; False if one was just sent."""
    token = signing.Signer(salt=_SALT).sign("received")
    link = settings.WAGTAILADMIN_BASE_URL + reverse("first_run_received", args=[token])
    return tell_operator(
        CAUSE,
        "Does mail from your website arrive?",
        "You read this, so it does. Open this link while you are logged in, and the list of what "
        f"is still to be done knows it too:\n\n{link}\n\n"
        "Should it have been among the unwanted mail: tell your mail program so, and see that the "
        "domain's SPF and DKIM records name the server that sends it.",
    )


def was_sent() -> bool:
    """Tell whether such a mail was put into the outbox within the last thirty days."""
    return Letter.objects.filter(cause=CAUSE).exists()


def confirm(token: str, firm: SiteSettings, user: object) -> bool:
    """Note that the mail with this token arrived; False for a token that is not of our making."""
    try:
        signing.Signer(salt=_SALT).unsign(token)
    except signing.BadSignature:
        return False
    log(instance=firm, action=RECEIVED, user=user)
    return True


def arrived() -> bool:
    """Tell whether somebody has confirmed one."""
    return bool(ModelLogEntry.objects.filter(action=RECEIVED).exists())
