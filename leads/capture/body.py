"""What a form's body may be: as much as our forms send, all of it, and no files.

The longest message there is, in a script of which each letter is sent as nine characters, makes
37 KB. What is larger was not sent by a form of ours.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render

MOST_BYTES = 64 * 1024
MOST_FIELDS = 200
# A client that is answered before it has sent all may see a broken connection, not the answer.
READ_AWAY, CHUNK = 10 * 1024 * 1024, 64 * 1024  # bytes
_UNFIT = (BadRequest, SuspiciousOperation, MultiPartParserError, UnreadablePostError)


def refusal(request: HttpRequest) -> HttpResponse | None:
    """Return the page that refuses this body, or None for one that a form may have sent."""
    announced = _announced(request)
    if announced > MOST_BYTES:
        _read_away(request)
        return _refuse(request, 413)
    if not announced and "Transfer-Encoding" in request.headers:
        return _refuse(request, 411)  # Django reads nothing of it
    request.upload_handlers = [_NoFiles(request)]
    try:
        if len(request.body) != announced:
            return render(request, "leads/cut_off.html", status=400)
        fields = sum(len(values) for _, values in request.POST.lists())
    except _UNFIT:
        return _refuse(request, 400)
    return _refuse(request, 400) if fields > MOST_FIELDS else None


class _NoFiles(FileUploadHandler):
    """Ends the reading at the first file."""

    def new_file(self, *_args: Any, **_kwargs: Any) -> None:
        raise BadRequest

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002 - Django's
        raise BadRequest

    def file_complete(self, file_size: int) -> None:  # noqa: ARG002 - Django's
        raise BadRequest


def _announced(request: HttpRequest) -> int:
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isdecimal() else 0


def _read_away(request: HttpRequest) -> None:
    try:
        for _ in range(READ_AWAY // CHUNK):
            if not request.read(CHUNK):
                return
    except UnreadablePostError:
        return


def _refuse(request: HttpRequest, status: int) -> HttpResponse:
    return render(request, "leads/too_much.html", status=status)
