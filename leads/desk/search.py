"""Searching enquiries without anybody's name in an address, a log or a browser's history.

The words are posted and kept nowhere. What they found (our own keys, nothing personal) stays in the
session under a short random word, which is all that the address of the results holds.
"""

from __future__ import annotations

import secrets
from uuid import UUID

from django.http import HttpRequest

from leads.models import Enquiry

KEPT = "enquiries_found"  # in the session
MOST_FOUND = 200
MOST_KEPT = 5
LONGEST = 200  # characters


def remember(request: HttpRequest, words: str) -> str:
    """Search, and return the word under which `recall` gives what was found."""
    found = Enquiry.objects.real().matching(words.strip()[:LONGEST]).values_list("pk", flat=True)
    kept = list(request.session.get(KEPT, {}).items())[1 - MOST_KEPT :]
    name = secrets.token_hex(4)
    request.session[KEPT] = dict([*kept, (name, [str(each) for each in found[:MOST_FOUND]])])
    return name


def recall(request: HttpRequest, name: str) -> list[UUID]:
    """Return the keys of the enquiries that a search found; none for one that is kept no more."""
    return [UUID(each) for each in request.session.get(KEPT, {}).get(name, [])]
