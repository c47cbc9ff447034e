"""What a page says to have itself kept."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from django.http import HttpRequest

OFFER = "leadline.page_offered"  # in the environment of a request
# The keys of a query by which pages differ. Those of `KEYED` name pages of their own; whoever uses
# another one gets a page made for them. Every other key, such as utm_source, changes nothing.
KEYED = ("author", "page", "topic")
READ = {*KEYED, "q", "sort", "tag"}


def offer(request: HttpRequest, shown: Mapping[str, str]) -> None:
    """Say that the answer to this request is the same for everybody who asks for it like this.

    `shown` is the part of the query that the page goes by, keys of KEYED: a request for
    `?page=99` of a list that ends with its third page is not worth keeping.
    """
    request.META[OFFER] = spelled(shown)


def spelled(shown: Mapping[str, str]) -> str:
    """Return a query in the one way in which it is kept; the first page of a list goes unsaid."""
    given = ((key, shown.get(key, "")) for key in KEYED)
    return urlencode([(key, value) for key, value in given if value and (key, value) != _FIRST])


_FIRST = ("page", "1")
