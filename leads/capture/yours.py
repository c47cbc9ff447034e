"""The address under which people find what they sent, put it right or have it erased.

It is signed and holds nothing personal. Whoever has it may do all that, as with a letter: it is
shown to the sender right after sending and in the mail that confirms it, and nowhere else.
"""

from __future__ import annotations

from django.core import signing
from django.urls import reverse

from leads.models import Enquiry

_SALT = "leads.yours"


def own_url(enquiry: Enquiry) -> str:
    """Return the path of the page on which its sender sees this enquiry. It does not expire."""
    return reverse("leads:yours", args=[signing.Signer(salt=_SALT).sign(enquiry.receipt)])


def enquiry_of(signed: str) -> Enquiry | None:
    """Return the enquiry that such an address leads to, None for one that is not of our making."""
    try:
        receipt = signing.Signer(salt=_SALT).unsign(signed)
    except signing.BadSignature:
        return None
    return Enquiry.objects.select_related("person").filter(receipt=receipt).first()
