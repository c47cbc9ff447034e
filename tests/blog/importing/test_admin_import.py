"""Importing an article in the admin, from the button to the draft."""

from __future__ import annotations

import os
import re
import time
from datetime import UTC, datetime
from html import unescape
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Group, Permission, User
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from wagtail.images import get_image_model
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page, Site

from blog.importing.waiting import LONGEST, NotWaiting, Upload, keep, look_up
from blog.models import ArticlePage, BlogIndexPage, Topic
from core.models import SiteSettings
from tests.blog.importing.files import data_address, docx, drawing, paragraph, png

pytestmark = pytest.mark.django_db

HTML = (
    "<h1>Who Owns the Backups?</h1><p>Somebody <b>must</b>.</p><h2>Ask first</h2>"
    f'<p>And then ask again.</p><img src="{data_address(png())}" alt="A shelf of tapes">'
)


@pytest.fixture(autouse=True)
def var_dir(tmp_path: Path, settings: Any) -> Path:
    settings.VAR_DIR = tmp_path
    return tmp_path


def member(name: str, *page_permissions: str, images: bool = True) -> Client:
    """A client of somebody who may do this with pages, and perhaps add images."""
    group = Group.objects.create(name=name)
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for permission in page_permissions:
        given = Permission.objects.get(content_type__app_label="wagtailcore", codename=permission)
        GroupPagePermission.objects.create(
            group=group, page=Page.get_first_root_node(), permission=given
        )
    if images:
        GroupCollectionPermission.objects.create(
            group=group,
            collection=Collection.get_first_root_node(),
            permission=Permission.objects.get(codename="add_image"),
        )
    user = User.objects.create_user(name)
    user.groups.add(group)
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def editor(db: None) -> Client:
    """Somebody who may add and change pages."""
    return member("editor", "add_page", "change_page")


def choose(client: Client, index: BlogIndexPage, name: str, data: bytes, **more: Any) -> Any:
    """Send the first step's form."""
    file = SimpleUploadedFile(name, data)
    return client.post(reverse("import_article", args=[index.pk]), {"file": file, **more})


def preview(client: Client, index: BlogIndexPage, name: str, data: bytes, **more: Any) -> Any:
    """The second step's page, and in `url` where it is."""
    chosen = choose(client, index, name, data, **more)
    assert chosen.status_code == 302, chosen.content.decode()
    page = client.get(chosen.url)
    assert page.status_code == 200
    page.url = chosen.url
    return page


def story(page: Any) -> str:
    """The document that the preview shows in its frame."""
    found = re.search(r'srcdoc="([^"]*)"', page.content.decode())
    assert found
    return unescape(found[1])


def kept(var_dir: Path) -> list[Path]:
    return list((var_dir / "imports").glob("*"))


def images_on_disk() -> set[str]:
    folder = "original_images"
    return set(default_storage.listdir(folder)[1]) if default_storage.exists(folder) else set()


def said(response: Any) -> str:
    return unescape(response.content.decode())


# The way through


def test_the_preview_shows_what_was_understood_and_stores_nothing(
    editor: Client, blog_index: BlogIndexPage
) -> None:
    page = preview(editor, blog_index, "backups.html", HTML.encode())

    assert 'value="Who Owns the Backups?"' in page.content.decode()
    assert "1 heading, 2 paragraphs, 1 image" in said(page)
    assert "The article has no summary" in said(page)
    shown = story(page)
    assert "<h2" in shown and "Ask first" in shown
    assert "<strong>must</strong>" in shown
    assert re.search(r'<img src="data:image/png;base64,[^"]+" alt="A shelf of tapes">', shown)
    assert not ArticlePage.objects.exists()
    assert not get_image_model().objects.exists()


def test_creating_the_draft_opens_it_in_the_editor_with_blocks_image_and_topics(
    editor: Client, blog_index: BlogIndexPage, var_dir: Path
) -> None:
    topic = Topic.objects.create(name="Backups", slug="backups")
    page = preview(editor, blog_index, "backups.html", HTML.encode(), topics=[topic.pk])
    assert page.context["form"]["topics"].initial == (topic.pk,)

    made = editor.post(page.url, {"title": "Whose Backups?", "topics": [topic.pk]})

    draft = ArticlePage.objects.child_of(blog_index).get()
    assert made.url == reverse("wagtailadmin_pages:edit", args=[draft.pk])
    assert editor.get(made.url).status_code == 200
    assert (draft.title, draft.live, draft.owner.username) == ("Whose Backups?", False, "editor")
    assert [block.block_type for block in draft.body][-3:] == ["heading", "text", "image"]
    assert list(draft.topics.all()) == [topic]
    image = get_image_model().objects.get()
    assert (image.description, image.uploaded_by_user.username) == ("A shelf of tapes", "editor")
    assert draft.body[-1].value["image"].pk == image.pk
    assert kept(var_dir) == []


def test_a_word_document_comes_with_its_headings_and_image(
    editor: Client, blog_index: BlogIndexPage
) -> None:
    data = docx(
        paragraph("Printers", "Title"),
        paragraph("Nobody owns them."),
        paragraph("Why", "heading2"),
        paragraph("Because."),
        drawing("A printer"),
    )
    page = preview(editor, blog_index, "printers.docx", data)

    editor.post(page.url, {"title": "Printers"})

    draft = ArticlePage.objects.get()
    assert [block.block_type for block in draft.body] == ["text", "heading", "text", "image"]
    assert get_image_model().objects.get().description == "A printer"


@pytest.mark.parametrize(
    ("name", "text"),
    [("note.md", "# A Note\n\nWith *one* thought.\n"), ("note.txt", "A Note\n\nOne thought.\n")],
)
def test_markdown_and_plain_text_become_drafts(
    name: str, text: str, editor: Client, blog_index: BlogIndexPage
) -> None:
    page = preview(editor, blog_index, name, text.encode())

    editor.post(page.url, {"title": page.context["form"]["title"].value()})

    assert ArticlePage.objects.get().title == "A Note"


def test_choosing_another_file_forgets_the_first(
    editor: Client, blog_index: BlogIndexPage, var_dir: Path
) -> None:
    page = preview(editor, blog_index, "backups.html", HTML.encode())
    assert len(kept(var_dir)) == 1

    again = editor.post(page.url, {"another": "1", "title": ""})

    assert again.url == reverse("import_article", args=[blog_index.pk])
    assert kept(var_dir) == []
    assert editor.get(page.url).url == again.url  # and says that it is gone


def test_a_file_without_a_title_asks_for_one(editor: Client, blog_index: BlogIndexPage) -> None:
    page = preview(editor, blog_index, "note.html", b"<p>One thought, and it ends.</p>")

    refused = editor.post(page.url, {"title": " "})

    assert refused.status_code == 422
    assert "Give the article a title" in said(refused)
    assert not ArticlePage.objects.exists()
    editor.post(page.url, {"title": "A note"})
    assert ArticlePage.objects.get().title == "A note"


def test_a_title_that_no_address_can_be_made_of_is_an_error_at_the_title(
    editor: Client, blog_index: BlogIndexPage
) -> None:
    page = preview(editor, blog_index, "backups.html", HTML.encode())

    before = images_on_disk()

    refused = editor.post(page.url, {"title": "🎉"})

    assert refused.status_code == 422
    assert refused.context["form"].errors["title"]
    assert not ArticlePage.objects.exists()
    assert not get_image_model().objects.exists()
    assert images_on_disk() == before
    assert editor.get(page.url).status_code == 200  # the file is still there to try again


def test_a_phone_that_is_not_the_sites_is_a_warning_before_the_draft_is_made(
    editor: Client, blog_index: BlogIndexPage
) -> None:
    settings = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    settings.phone = "020 7946 0999"
    settings.save()

    data = b"<h1>Ring us</h1><p>A thought.</p><p>Call us on 020 7946 0018 to talk.</p>"
    page = preview(editor, blog_index, "ring.html", data)

    assert "gives +442079460018 to ring, the site +442079460999" in said(page)


# Bad files


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("empty.txt", b"", "empty.txt is empty: choose the file that holds the text."),
        ("binary.txt", b"a\0b", "binary.txt is not text: it holds NUL bytes."),
        ("big.md", b"x" * 5_000_001, "big.md is larger than 5 MB"),
        ("paper.pdf", b"%PDF-1.7", "paper.pdf is of a kind that cannot be read: choose one of"),
        ("paper.txt", b"%PDF-1.7", "paste its text into a .txt file"),
        ("old.docx", b"\xd0\xcf\x11\xe0" + b"x" * 99, "save it as a .docx"),
        ("torn.docx", docx(paragraph("A"))[:-80], "torn.docx is damaged: open it in Word"),
        ("title.txt", b"Just a Title\n", "title.txt holds a title at most"),
        (
            "laughs.docx",
            docx(paragraph("&a;"), prolog='<!DOCTYPE x [<!ENTITY a "ha">]>'),
            "declares XML entities",
        ),
        ("deep.html", b"<div>" * 3000 + b"x", "too deep"),
    ],
)
def test_a_bad_file_is_refused_at_the_field_and_nothing_is_kept(
    name: str, data: bytes, reason: str, editor: Client, blog_index: BlogIndexPage, var_dir: Path
) -> None:
    refused = choose(editor, blog_index, name, data)

    assert refused.status_code == 422
    assert reason in " ".join(refused.context["form"].errors["file"])
    assert reason in said(refused)
    assert kept(var_dir) == []
    assert not ArticlePage.objects.exists()


def test_no_file_at_all_is_asked_for(editor: Client, blog_index: BlogIndexPage) -> None:
    refused = editor.post(reverse("import_article", args=[blog_index.pk]), {})

    assert refused.status_code == 422
    assert "Choose a file first." in said(refused)


def test_hostile_html_is_harmless_in_the_preview_and_in_the_draft(
    editor: Client, blog_index: BlogIndexPage
) -> None:
    hostile = (
        '<h1>Hi"><script>alert(1)</script></h1><p onclick="alert(2)">A '
        '<a href="javascript:alert(3)">link</a>.</p><img src="http://evil.example/x.png" alt="x">'
        '<iframe src="//evil.example">'
        "</iframe><p>&lt;script&gt;alert(4)&lt;/script&gt;</p>"
    )
    page = preview(editor, blog_index, "hostile.html", hostile.encode())

    shown = story(page)
    for harm in ("<script", "onclick", "javascript:", "evil.example", "<iframe"):
        assert harm not in shown
    editor.post(page.url, {"title": "Hi"})
    body = str(ArticlePage.objects.get().body.raw_data[:])
    for harm in ("<script", "onclick", "javascript:", "evil.example"):
        assert harm not in body
    assert not get_image_model().objects.exists()


# Who may


def test_the_button_and_the_menu_lead_to_the_form(
    editor: Client, blog_index: BlogIndexPage
) -> None:
    form = reverse("import_article", args=[blog_index.pk])

    assert (
        form in editor.get(reverse("wagtailadmin_explore", args=[blog_index.pk])).content.decode()
    )
    assert reverse("import_article_anywhere") in editor.get("/admin/").content.decode()
    assert editor.get(reverse("import_article_anywhere")).url == form
    assert editor.get(form).status_code == 200


def test_whoever_may_not_add_articles_gets_403_and_no_button(
    blog_index: BlogIndexPage, var_dir: Path
) -> None:
    client = member("reader", "change_page")
    form = reverse("import_article", args=[blog_index.pk])

    assert client.get(form).status_code == 403
    assert choose(client, blog_index, "backups.html", HTML.encode()).status_code == 403
    assert client.get(f"{form}anything/").status_code == 403
    assert client.get(reverse("import_article_anywhere")).status_code == 403
    listing = client.get(reverse("wagtailadmin_explore", args=[blog_index.pk])).content.decode()
    assert "articles/import" not in listing
    assert kept(var_dir) == []


def test_whoever_is_not_logged_in_is_sent_to_log_in(
    client: Client, blog_index: BlogIndexPage
) -> None:
    sent = client.get(reverse("import_article", args=[blog_index.pk]))

    assert sent.url.startswith(reverse("wagtailadmin_login"))


def test_the_upload_of_somebody_else_is_refused(
    editor: Client, blog_index: BlogIndexPage, var_dir: Path
) -> None:
    theirs = preview(editor, blog_index, "backups.html", HTML.encode()).url
    other = member("other", "add_page")
    form = reverse("import_article", args=[blog_index.pk])

    assert other.get(theirs).url == form
    assert other.post(theirs, {"title": "Mine"}).url == form
    assert other.post(theirs, {"another": "1"}).url == form
    assert not ArticlePage.objects.exists()
    assert len(kept(var_dir)) == 1


def test_a_made_up_name_is_refused(editor: Client, blog_index: BlogIndexPage) -> None:
    form = reverse("import_article", args=[blog_index.pk])

    assert editor.get(f"{form}..%2F..%2Fleadline.sqlite3/").status_code in {302, 404}
    assert editor.get(f"{form}0123:abc:def/").url == form


def test_whoever_may_not_add_images_gets_the_text_and_is_told(blog_index: BlogIndexPage) -> None:
    client = member("writer", "add_page", "change_page", images=False)
    page = preview(client, blog_index, "backups.html", HTML.encode())

    assert "your account may not add images" in said(page)
    client.post(page.url, {"title": "Backups"})

    assert "image" not in [block.block_type for block in ArticlePage.objects.get().body]
    assert not get_image_model().objects.exists()


# Tidiness


def test_what_nobody_came_back_for_is_gone_after_a_day(
    editor: Client, blog_index: BlogIndexPage, var_dir: Path
) -> None:
    preview(editor, blog_index, "backups.html", HTML.encode())
    (old,) = kept(var_dir)
    past = time.time() - LONGEST - 1
    os.utime(old, (past, past))
    fresh = preview(editor, blog_index, "backups.html", HTML.encode()).url

    assert len(kept(var_dir)) == 1
    assert old not in kept(var_dir)
    assert editor.get(fresh).status_code == 200


def test_the_job_removes_old_uploads_and_no_others(
    editor: Client, blog_index: BlogIndexPage, var_dir: Path
) -> None:
    preview(editor, blog_index, "backups.html", HTML.encode())
    preview(editor, blog_index, "backups.html", HTML.encode())
    old, fresh = kept(var_dir)
    past = time.time() - LONGEST - 1
    os.utime(old, (past, past))
    printed = StringIO()

    call_command("tidy_imports", stdout=printed)
    call_command("tidy_imports", stdout=printed)

    assert kept(var_dir) == [fresh]
    assert printed.getvalue() == "Uploads removed: 1\n"


def test_a_name_is_good_for_a_day() -> None:
    now = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
    with time_machine.travel(now, tick=False) as clock:
        key = keep(Upload("a.txt", b"A text."), 1)
        clock.shift(LONGEST - 1)
        assert look_up(key, 1).data == b"A text."
        clock.shift(2)
        with pytest.raises(NotWaiting):
            look_up(key, 1)


def test_what_is_kept_can_be_read_by_the_site_alone(
    editor: Client, blog_index: BlogIndexPage, var_dir: Path
) -> None:
    preview(editor, blog_index, "backups.html", HTML.encode())

    (file,) = kept(var_dir)
    assert file.stat().st_mode & 0o077 == 0
    assert file.parent.stat().st_mode & 0o077 == 0
