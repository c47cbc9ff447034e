"""What only the browser sees: that an article was read, and that the number was tapped.

A script of ours sends it (`core/static/core/count.js`). Nobody reads the answer, so there is one
for all: who sends something else learns nothing from it.
"""

from __future__ import annotations

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, QueryDict, UnreadablePostError
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from core.clients import client_of
from leads.capture.campaigns import levelled, marks_in
from leads.capture.origin import Sender, address_of, sender_of
from leads.capture.spam import rates
from leads.counting.buffer import count
from leads.counting.people import is_visitor
from leads.counting.sources import source_of
from leads.models.tally import What

MOST_BYTES = 1000
_MOST_QUERY = 4000  # characters
_SENT = {"read": What.READ, "tapped": What.TAPPED}


@csrf_exempt
@never_cache
@require_POST
def beacon(request: HttpRequest) -> HttpResponse:
    """Take one beacon. Counted is what one of our own pages sends, as often as people can."""
    if _is_to_be_counted(request):
        _count(request)
    return HttpResponse(status=204)


def _is_to_be_counted(request: HttpRequest) -> bool:
    length = request.META.get("CONTENT_LENGTH") or "0"
    return (
        length.isdecimal()
        and 0 < int(length) <= MOST_BYTES
        and sender_of(request) is Sender.OURS
        and is_visitor(request)
        and not rates.is_din(client_of(request))
    )


def _count(request: HttpRequest) -> None:
    try:
        what, page = _SENT.get(request.POST.get("what", "")), request.POST.get("page", "")
    except (BadRequest, SuspiciousOperation, UnreadablePostError):
        return
    named = int(page) if page.isascii() and page.isdecimal() and len(page) < 10 else 0
    if what is What.TAPPED or (what is What.READ and named):
        count(what, page=named, source=_source(request))


def _source(request: HttpRequest) -> str:
    """What the page's own address and the page before it tell: the first is in our Referer."""
    here = address_of(request.headers.get("Referer", ""))
    marks = marks_in(QueryDict(here.query[:_MOST_QUERY]).dict())
    host = address_of(request.POST.get("from", "")).netloc
    return source_of({**marks, **levelled(marks, "" if host == request.get_host() else host)})
