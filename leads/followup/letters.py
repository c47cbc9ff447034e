"""From what a delivery stands for to the mail itself. Written when it is sent, never stored."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from core.colour import lifted
from leads.crm.base import NotWanted
from leads.followup import acknowledgement, alert, notice, reminder
from leads.followup.drafts import Draft
from leads.followup.firm import firm
from leads.followup.phrases import address, one_line
from leads.models import Delivery, Errand

ACCENT = "#0b5a63"  # as in core/base.css, where the firm has chosen none
_LONGEST_SUBJECT = 200  # characters
_GAP = re.compile(r"\n{3,}")  # what a template leaves where there is nothing to say
# Asks other machines not to answer (RFC 3834 §5, and what Exchange goes by).
_BY_A_MACHINE = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}

Writer = Callable[[Delivery], Draft]


def write(delivery: Delivery) -> EmailMultiAlternatives:
    """Return the mail that a delivery stands for, with the Message-ID that it always has.

    Raises `NotWanted` where there is no more reason to send it.
    """
    draft = _writers()[Errand(delivery.kind)](delivery)
    if not draft.to:
        raise NotWanted("there is nobody to send it to")
    text, html = _rendered(draft) if draft.template else (draft.text, draft.html)
    message = EmailMultiAlternatives(
        subject=one_line(draft.subject, _LONGEST_SUBJECT),
        body=text,
        from_email=address(firm().firm_name, settings.EMAIL_FROM),
        to=draft.to,
        reply_to=[draft.reply_to] if draft.reply_to else None,
        headers={"Message-ID": message_id(delivery), **_BY_A_MACHINE},
    )
    if html:
        message.attach_alternative(html, "text/html")
    return message


def message_id(delivery: Delivery) -> str:
    """Return the Message-ID of a delivery: the same on every try, and told by nothing else."""
    about = delivery.letter_id or delivery.enquiry_id
    key = uuid.uuid5(uuid.UUID(str(about)), delivery.kind)
    return f"<{delivery.kind}-{key.hex}@{settings.EMAIL_FROM.rpartition('@')[2]}>"


def _rendered(draft: Draft) -> tuple[str, str]:
    accent = firm().accent or ACCENT
    context = {
        "firm": firm(),
        "accent": accent,
        "accent_by_night": lifted(accent),
        "base_url": settings.WAGTAILADMIN_BASE_URL,
        **draft.context,
    }
    text = _GAP.sub("\n\n", render_to_string(f"leads/mail/{draft.template}.txt", context))
    return text.strip() + "\n", render_to_string(f"leads/mail/{draft.template}.html", context)


def _writers() -> dict[Errand, Writer]:
    return {
        Errand.ALERT: alert.draft,
        Errand.ACKNOWLEDGE: acknowledgement.draft,
        Errand.WARNING: reminder.warning,
        Errand.BREACH: reminder.breach,
        Errand.ESCALATION: reminder.escalation,
        Errand.LETTER: notice.draft,
    }
