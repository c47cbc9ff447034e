"""The lines of a list in a mail to sales: one an enquiry."""

from __future__ import annotations

from typing import NamedTuple

from django.conf import settings
from django.urls import reverse

from leads.models import Enquiry

MOST = 20  # of a list; the rest is counted


class Line(NamedTuple):
    """One enquiry of a list."""

    who: str
    what: str  # such as "Answer, overdue by 2 hours"
    url: str


def address_of(enquiry: Enquiry) -> str:
    """Return the whole address of an enquiry in the admin."""
    return settings.WAGTAILADMIN_BASE_URL + reverse("enquiry:inspect", args=[enquiry.pk])
