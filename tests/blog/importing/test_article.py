"""From a file to an article, through the function and through the command."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Site

from blog.importing.article import CannotImport, import_article
from blog.models import ArticlePage, BlogIndexPage, Topic
from core.models import SiteSettings

TEXTS = Path(__file__).parent / "texts"

pytestmark = pytest.mark.django_db


def run_command(*arguments: str) -> str:
    printed = StringIO()
    call_command("import_article", *arguments, stdout=printed)
    return printed.getvalue()


def test_a_flyer_becomes_a_draft_with_all_its_blocks(blog_index: BlogIndexPage) -> None:
    report = import_article(TEXTS / "backups.txt", parent=blog_index)

    page = ArticlePage.objects.child_of(blog_index).get()
    assert (page.title, page.live) == ("Backups You Can Trust – what do they need?", False)
    assert [block.block_type for block in page.body] == [
        "text",
        "heading",
        "text",
        "words",
        "text",
        "video",
        "text",
        "words",
        "callout",
        "heading",
        "text",
        "call",
    ]
    assert page.summary == ""
    assert page.description.startswith("Who would notice if last night's copy had failed?")
    assert len(page.description) <= 200
    assert report.address.endswith(f"/admin/pages/{page.pk}/edit/")
    assert report.counts["words"] == 2


def test_the_draft_opened_in_the_editor_is_the_article(blog_index: BlogIndexPage) -> None:
    report = import_article(TEXTS / "printers.md", parent=blog_index, topics=["Security"])

    draft = ArticlePage.objects.get(pk=report.page_id).get_latest_revision_as_object()
    assert draft.title == "The Printer Nobody Owns"
    assert [topic.name for topic in draft.topics.all()] == ["Security"]
    assert [block.block_type for block in draft.body][-1] == "call"


def test_published_means_live_at_an_address(blog_index: BlogIndexPage) -> None:
    report = import_article(TEXTS / "printers.md", parent=blog_index, publish=True)

    page = ArticlePage.objects.get(pk=report.page_id)
    assert page.live
    assert report.address.endswith("/the-printer-nobody-owns/")


def test_a_published_article_is_shown_to_readers(blog_index: BlogIndexPage, client) -> None:
    import_article(TEXTS / "printers.md", parent=blog_index, publish=True)

    page = client.get(ArticlePage.objects.get().url).content.decode()

    assert "Print the configuration page" in page
    assert "<b>not</b>" not in page


def test_without_a_parent_the_first_live_index_takes_it(blog_index: BlogIndexPage) -> None:
    report = import_article(TEXTS / "printers.md")

    assert ArticlePage.objects.get(pk=report.page_id).get_parent().pk == blog_index.pk


def test_without_any_index_it_says_what_is_missing() -> None:
    with pytest.raises(CannotImport, match=r"printers\.md has no place: publish a blog index"):
        import_article(TEXTS / "printers.md")


def test_topics_are_found_whatever_the_case_and_created_when_missing(
    blog_index: BlogIndexPage,
) -> None:
    Topic.objects.create(name="Security", slug="security")

    report = import_article(
        TEXTS / "printers.md", parent=blog_index, topics=["security", "Printers", " "]
    )

    page = ArticlePage.objects.get(pk=report.page_id)
    assert sorted(topic.name for topic in page.topics.all()) == ["Printers", "Security"]


def test_the_same_title_again_gets_a_fresh_address_and_a_note(blog_index: BlogIndexPage) -> None:
    import_article(TEXTS / "printers.md", parent=blog_index)

    report = import_article(TEXTS / "printers.md", parent=blog_index)

    slugs = sorted(ArticlePage.objects.values_list("slug", flat=True))
    assert slugs == ["the-printer-nobody-owns", "the-printer-nobody-owns-2"]
    assert any("so this one has “the-printer-nobody-owns-2”" in said for said in report.decisions)


def test_a_given_title_replaces_the_files_own_which_then_stays_in_the_text(
    blog_index: BlogIndexPage,
) -> None:
    report = import_article(TEXTS / "backups.txt", parent=blog_index, title="Copies")

    page = ArticlePage.objects.get(pk=report.page_id)
    assert page.title == "Copies"
    headings = [str(block.value) for block in page.body if block.block_type == "heading"]
    assert headings[0] == "Backups You Can Trust – what do they need?"


def test_a_file_without_a_title_is_refused_until_one_is_given(
    blog_index: BlogIndexPage, tmp_path: Path
) -> None:
    path = tmp_path / "note.txt"
    path.write_text("A sentence that heads nothing, and ends.\n")

    with pytest.raises(CannotImport, match=r"note\.txt has no heading to take a title from"):
        import_article(path, parent=blog_index)

    assert import_article(path, parent=blog_index, title="A note").title == "A note"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", r"bad\.txt is empty"),
        (b"a\0b", r"bad\.txt is not text: it holds NUL bytes"),
        (b"x" * 5_000_001, r"bad\.txt is larger than 5 MB: split it"),
        (b"Just a Title\n", r"bad\.txt holds a title at most"),
    ],
)
def test_a_bad_file_is_refused_and_changes_nothing(
    content: bytes, reason: str, blog_index: BlogIndexPage, tmp_path: Path
) -> None:
    path = tmp_path / "bad.txt"
    path.write_bytes(content)

    with pytest.raises(CannotImport, match=reason):
        import_article(path, parent=blog_index, topics=["New"])

    assert not ArticlePage.objects.exists()
    assert not Topic.objects.exists()


def test_a_missing_file_is_refused_by_name(blog_index: BlogIndexPage) -> None:
    with pytest.raises(CannotImport, match=r"none\.txt cannot be read: No such file"):
        import_article(TEXTS / "none.txt", parent=blog_index)


def test_an_error_half_way_leaves_nothing_behind(blog_index: BlogIndexPage, tmp_path: Path) -> None:
    path = tmp_path / "signs.md"
    path.write_text("# 🎉\n\nA paragraph.\n")

    with pytest.raises(CannotImport, match=r"signs\.md: slug:"):
        import_article(path, parent=blog_index, topics=["New"])

    assert not ArticlePage.objects.exists()
    assert not Topic.objects.exists()


def test_a_phone_that_is_not_the_sites_is_a_warning(blog_index: BlogIndexPage) -> None:
    settings = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    settings.phone = "020 7946 0999"
    settings.save()

    report = import_article(TEXTS / "printers.md", parent=blog_index)

    assert "The article gives +442079460018 to ring, the site +442079460999." in report.warnings


def test_the_command_says_what_it_did_and_what_to_look_at(blog_index: BlogIndexPage) -> None:
    printed = run_command(str(TEXTS / "backups.txt"), "--topic", "Backups", "--topic", "Risk")

    page = ArticlePage.objects.get()
    assert printed.splitlines()[:2] == [
        "Backups You Can Trust – what do they need?",
        f"draft: edit at http://127.0.0.1:8000/admin/pages/{page.pk}/edit/",
    ]
    assert "2 words" in printed
    assert "- The closing invitation to ring +442079460018 became the call." in printed
    assert "! The video https://www.youtube.com/watch?v=AbCdEfGhIj0 has no title" in printed
    assert sorted(topic.name for topic in page.topics.all()) == ["Backups", "Risk"]


def test_the_command_fails_with_one_sentence(blog_index: BlogIndexPage) -> None:
    with pytest.raises(CommandError, match=r"none\.txt cannot be read"):
        run_command("none.txt")
