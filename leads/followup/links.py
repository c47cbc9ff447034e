"""The links of an alert: whoever presses one sees a page, and only its button does anything.

Mail programs and scanners follow every link. A link is signed, names an enquiry and, where the mail
went to one person alone, that person; it says nothing personal and works for 30 days.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.urls import reverse

from leads.capture import keys
from leads.models import Enquiry

LIFE = 30 * 24 * 60 * 60  # seconds
TAKE, CALLED = "take", "called"
_PURPOSE = "act"


def act_url(enquiry: Enquiry, what: str, user: User | None) -> str:
    """Return the address, whole, under which `user`, or whoever says so there, acts."""
    key = keys.mint(_PURPOSE, {"enquiry": enquiry.pk.hex, "user": user.pk if user else None})
    return settings.WAGTAILADMIN_BASE_URL + reverse("leads:act", args=[key, what])


def read_act(key: str) -> tuple[Enquiry, User | None] | None:
    """Return the enquiry and the person that a link names; None for one that is forged or too old.

    A person who works here no more is not named.
    """
    told: dict[str, Any] | None = keys.read(_PURPOSE, key, LIFE)
    if told is None:
        return None
    about = Enquiry.objects.select_related("person", "handling__owner", "corrects")
    enquiry = about.filter(pk=uuid.UUID(told["enquiry"]), erased_at=None).first()
    if enquiry is None:
        return None
    return enquiry, User.objects.filter(pk=told["user"], is_active=True).first()
