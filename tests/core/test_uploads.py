"""Files that people put on the site: what is taken, and how it is handed out again."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.test import Client, RequestFactory
from django.urls import NoReverseMatch, reverse
from PIL import Image as Picture
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Collection, CollectionViewRestriction

from core.uploads import serve_media
from tests.scripted import reply, serving

pytestmark = pytest.mark.django_db
SCRIPT = b"<html><script>alert(1)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.fixture
def admin(db: None) -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("admin"))
    return client


@pytest.fixture
def on_disk(settings: Any, tmp_path: Path) -> None:
    """Have files kept in a folder, as a site does."""
    settings.MEDIA_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    }


def upload(admin: Client, to: str, name: str, content: bytes) -> Any:
    form = {"title": "A file", "file": SimpleUploadedFile(name, content), "collection": "1"}
    return admin.post(f"/admin/{to}/add/", form)


def vast_png(side: int) -> bytes:
    """A few bytes that say of themselves to be `side` pixels wide and high."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        crc = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + crc

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IEND", b"")


def white_png(side: int) -> bytes:
    data = BytesIO()
    Picture.new("1", (side, side), 1).save(data, "PNG")
    return data.getvalue()


def moving_gif(frames: int) -> bytes:
    data = BytesIO()
    first, *rest = [Picture.effect_noise((2000, 2000), number + 1) for number in range(frames)]
    first.save(data, "GIF", save_all=True, append_images=rest)
    return data.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("drawing.svg", SVG),
        ("drawing.png", SVG),
        ("page.jpg", SCRIPT),
        ("vast.png", vast_png(50_000)),
        ("large.png", white_png(5_001)),
        ("moving.gif", moving_gif(7)),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)
def test_an_image_is_refused_that_is_none_holds_scripts_or_fills_the_memory(
    admin: Client, name: str, content: bytes
) -> None:
    answer = upload(admin, "images", name, content)

    assert answer.status_code == 200
    assert "w-field--error" in answer.content.decode()
    assert not Image.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("page.html", SCRIPT, "not allowed"),
        ("page.svg", SVG, "not allowed"),
        ("page.xml", SVG, "not allowed"),
        ("offer.pdf", SCRIPT, "no .pdf file"),
        ("offer.docx", SCRIPT, "no .docx file"),
        ("prices.xlsx", b"MZ\x90\0", "no .xlsx file"),
        ("notes.txt", b"MZ\x90\0", "no .txt file"),
    ],
)
def test_a_document_is_refused_that_browsers_run_or_that_is_not_what_its_name_says(
    admin: Client, name: str, content: bytes, said: str
) -> None:
    answer = upload(admin, "documents", name, content)

    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("offer.pdf", b"%PDF-1.7 ..."),
        ("notes.txt", "3 €".encode()),
        ("all.zip", b"PK\3\4.."),
    ],
)
def test_a_document_is_handed_out_as_a_download_that_runs_nothing(
    admin: Client, name: str, content: bytes, on_disk: None
) -> None:
    assert upload(admin, "documents", name, content).status_code == 302

    answer = Client().get(Document.objects.get().url)

    assert b"".join(answer) == content
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "path",
    [
        "documents/offer.pdf",
        "documents/x.png",
        "images/x.svg",
        "images/../documents/x.png",
        "a.png",
    ],
)
def test_by_its_place_on_the_disk_only_an_image_is_found(
    path: str, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    for name in ("documents/offer.pdf", "documents/x.png", "images/x.svg", "images/a.png", "a.png"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")

    with pytest.raises(Http404):
        serve_media(RequestFactory().get("/"), path)
    shown = serve_media(RequestFactory().get("/"), "images/a.png")
    assert "sandbox" in shown.headers["Content-Security-Policy"]


def test_no_address_that_an_editor_types_is_fetched(admin: Client) -> None:
    with serving(reply(200)) as server:
        for url in (f"{server.url}/watch?v=1", "https://www.youtube.com/watch?v=GA8z7f7a2Pk"):
            answer = admin.post("/admin/embeds/chooser/upload/", {"embed-chooser-url": url})
            assert answer.status_code == 200

    assert server.received == []


def test_a_document_behind_a_password_is_not_told_by_its_fingerprint(on_disk: None) -> None:
    inner = Collection.objects.get(depth=1).add_child(name="Inner")
    kept = Document.objects.create(
        title="Kept", file=ContentFile(b"%PDF-", "kept.pdf"), collection=inner
    )
    CollectionViewRestriction.objects.create(
        collection=inner, restriction_type="password", password="open"
    )
    stranger = Client()

    answers = [
        stranger.get(kept.url),
        stranger.get(kept.url, headers={"if-none-match": f'"{kept.get_file_hash()}"'}),
    ]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert not any(answer.content.startswith(b"%PDF") for answer in answers)


def test_no_address_makes_an_image_of_any_size_that_is_asked_for() -> None:
    with pytest.raises(NoReverseMatch):
        reverse("wagtailimages_serve", args=["signature", 1, "fill-9000x9000"])
