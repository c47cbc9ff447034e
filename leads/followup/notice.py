"""Mails that come with their words: to the operator, and Django's own."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import User

from leads.followup import digest
from leads.followup.drafts import Draft
from leads.models import Delivery, Letter


def draft(delivery: Delivery) -> Draft:
    """Write what a letter says; to the operator, with what every such mail says."""
    letter: Letter | None = delivery.letter
    if letter is None:
        raise ValueError("a delivery of this kind has a letter")
    if letter.cause.startswith(digest.CAUSE):
        return digest.draft(letter)
    if not letter.cause:
        return Draft(to=letter.to, subject=letter.subject, text=letter.text, html=letter.html)
    return Draft(
        to=operators(),
        subject=letter.subject,
        template="operator",
        context={"letter": letter, "paragraphs": letter.text.split("\n\n")},
    )


def operators() -> list[str]:
    """Return who is told of what needs a person: OPERATOR_EMAIL, else all who may do everything."""
    known = User.objects.filter(is_superuser=True, is_active=True).exclude(email="")
    return settings.OPERATOR_EMAIL or list(known.values_list("email", flat=True))
