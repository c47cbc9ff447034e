"""Files that people put on the site: only kinds that we mean to have, served so that none runs."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.views.static import serve
from wagtail.documents.forms import BaseDocumentForm

# How files of a kind begin. Text has no such mark, and is only ever handed out as a download.
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_BEGINNINGS: dict[str, tuple[bytes, ...]] = {
    "pdf": (b"%PDF-",),
    "rtf": (b"{\\rtf",),
    **dict.fromkeys(("docx", "key", "odt", "pptx", "xlsx", "zip"), _ZIP),
}
_LONGEST = max(len(mark) for marks in _BEGINNINGS.values() for mark in marks)
# Nothing that is opened by its address may load or run anything, or be part of our origin.
_ALONE = "default-src 'none'; sandbox"


class DocumentForm(BaseDocumentForm):
    """Refuses a file that is not what its name says."""

    def clean_file(self) -> Any:
        """Return the file. Raises ValidationError, naming the kind that it was said to be."""
        file = self.cleaned_data["file"]
        if isinstance(file, UploadedFile) and not _begins_as_named(file):
            kind = _suffix(file.name or "")
            raise ValidationError(
                f"This is no .{kind} file, whatever its name says: open it in the program that made"
                f" it and save it as .{kind}."
            )
        return file


def _begins_as_named(file: UploadedFile[bytes]) -> bool:
    marks = _BEGINNINGS.get(_suffix(file.name or ""))
    file.seek(0)
    head: bytes = file.read(_LONGEST)
    file.seek(0)
    if marks is None:
        return b"\0" not in head
    return head.startswith(marks)


def _suffix(name: str) -> str:
    return PurePosixPath(name).suffix.lower().removeprefix(".")


def serve_media(request: HttpRequest, path: str) -> HttpResponse | FileResponse:
    """Serve an image of the site. Documents have an address of their own, which asks who may."""
    if _suffix(path) not in settings.WAGTAILIMAGES_EXTENSIONS or ".." in path.split("/"):
        raise Http404
    if not path.startswith(("images/", "original_images/", "social/")):
        raise Http404
    response: HttpResponse | FileResponse = serve(request, path, str(settings.MEDIA_ROOT))
    response.headers["Content-Security-Policy"] = _ALONE
    return response
