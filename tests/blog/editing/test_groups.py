"""What the groups "Editors" and "Moderators" can do from the first day, and what they cannot."""

from __future__ import annotations

import importlib
from html.parser import HTMLParser
from io import BytesIO
from typing import Any
from urllib.parse import unquote

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image as Picture
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Comment, GroupPagePermission, Site, WorkflowPage
from wagtail.test.utils.form_data import nested_form_data, streamfield

from blog.models import ArticlePage, Author, Topic
from leads.models import Enquiry, QuizPage
from tests.blog.editing.admin import NO_COMMENTS, article_form, create, edit_url
from tests.factories import make_delivery, make_enquiry, make_person
from tests.leads.quiz.editor import choice, save
from tests.site_tree import PHONE, SiteTree, make_article

pytestmark = pytest.mark.django_db
SUBMIT = {"action-submit": "x"}


def png() -> SimpleUploadedFile:
    data = BytesIO()
    Picture.new("RGB", (40, 30), "#345").save(data, "PNG")
    return SimpleUploadedFile("rack.png", data.getvalue(), "image/png")


def test_an_editor_writes_an_article_and_a_moderator_puts_it_live(
    tree: SiteTree, editor: Client, moderator: Client
) -> None:
    article = create(editor, tree.index, **SUBMIT)
    assert not article.live
    state = article.current_workflow_task_state

    url = reverse("wagtailadmin_pages:workflow_action", args=(article.pk, "approve", state.pk))
    assert editor.post(url, {}).status_code in {302, 403}
    article.refresh_from_db()
    assert not article.live
    moderator.post(url, {})

    article.refresh_from_db()
    assert article.live
    assert "Less than a day without it." in Client().get(article.url).content.decode()


def test_an_editor_cannot_publish(tree: SiteTree, editor: Client) -> None:
    article = create(editor, tree.index, **{"action-publish": "x"})

    assert not article.live


def test_an_editor_is_offered_moderation_and_no_publish_button(
    tree: SiteTree, editor: Client
) -> None:
    page = editor.get(edit_url(make_article(tree.index))).content.decode()

    assert "action-submit" in page
    assert "action-publish" not in page


def test_an_editor_changes_a_question_of_the_quiz(tree: SiteTree, editor: Client) -> None:
    question = choice("Who decides?", ("A", 0), ("B", 3))

    answer = save(editor, tree.quiz, SUBMIT, questions=[question])

    assert answer.status_code == 302, answer.context["form"].errors
    draft = QuizPage.objects.get().get_latest_revision_as_object()
    assert draft.questions[0].value["text"] == "Who decides?"
    assert draft.workflow_in_progress


def test_an_editor_adds_a_topic_and_an_author(editor: Client) -> None:
    for kind, values in (
        ("topic", {"name": "Backups", "slug": "backups"}),
        ("author", {"name": "Ann Lee", "slug": "ann-lee"}),
    ):
        form = {"role": "", "bio": "", "image": "", "photo": "", **values}
        answer = editor.post(f"/admin/snippets/blog/{kind}/add/", form)
        assert answer.status_code == 302, answer.content.decode()[:2000]

    assert Topic.objects.filter(name="Backups").exists()
    assert Author.objects.filter(name="Ann Lee").exists()


def test_an_editor_adds_a_picture_and_a_document(editor: Client) -> None:
    editor.post("/admin/images/add/", {"title": "Rack", "file": png(), "tags": ""})
    file = SimpleUploadedFile("list.txt", b"one")
    editor.post("/admin/documents/add/", {"title": "A list", "file": file, "tags": ""})

    assert Image.objects.filter(title="Rack").exists()
    assert Document.objects.filter(title="A list").exists()


def test_an_editor_comments_on_a_text(tree: SiteTree, editor: Client) -> None:
    article = make_article(tree.index)
    comment = {
        "text": "Is this still so?",
        "contentpath": "title",
        "position": "",
        "id": "",
        "DELETE": "",
        "resolved": "",
        "replies": NO_COMMENTS,
    }
    comments = {**NO_COMMENTS, "TOTAL_FORMS": 1, "0": comment}

    answer = editor.post(edit_url(article), article_form(slug=article.slug, comments=comments))

    assert answer.status_code == 302, answer.context["form"].errors
    assert Comment.objects.get().text == "Is this still so?"


def test_an_editor_changes_the_number_once_and_every_page_has_it(
    tree: SiteTree, editor: Client
) -> None:
    lists = {name: streamfield([]) for name in ("hours", "days_off", "closing")}
    firm = {"firm_name": "Acme", "phone": "020 7946 0999", "bank_holidays": "ENG", **lists}
    site = Site.objects.get(is_default_site=True)

    editor.post(f"/admin/settings/core/sitesettings/{site.pk}/", nested_form_data(firm))

    article = make_article(tree.index, slug="one")
    for address in (article.url, "/", "/articles.md", "/llms.txt"):
        text = Client().get(address).content.decode()
        assert "020 7946 0999" in text, address
        assert PHONE not in text, address
    assert '"telephone": "+442079460999"' in Client().get(article.url).content.decode()


@pytest.mark.parametrize(
    "path",
    ["users/", "groups/", "sites/", "settings/leads/contactsettings/", "workflows/list/"],
)
def test_an_editor_is_kept_from_what_an_administrator_does(editor: Client, path: str) -> None:
    assert editor.get(f"/admin/{path}").status_code in {302, 403, 404}


def test_what_the_groups_may_do_can_be_set_up_twice_and_fills_only_gaps() -> None:
    steps = importlib.import_module("home.migrations.0006_editors_and_moderators")
    editors = Group.objects.get(name="Editors")
    before = GroupPagePermission.objects.count()
    editors.page_permissions.all().delete()
    WorkflowPage.objects.all().delete()
    Group.objects.get(name="Moderators").permissions.clear()

    for _ in range(2):
        steps.let_groups_work(apps, None)
        steps.assign_workflow(apps, None)

    assert GroupPagePermission.objects.count() == before
    assert WorkflowPage.objects.get().page.depth == 1
    assert Group.objects.get(name="Moderators").permissions.filter(codename="add_topic").exists()


def test_a_group_that_was_deleted_is_not_made_again() -> None:
    steps = importlib.import_module("home.migrations.0006_editors_and_moderators")
    Group.objects.get(name="Editors").delete()

    steps.let_groups_work(apps, None)

    assert not Group.objects.filter(name="Editors").exists()


# --- Personal data --------------------------------------------------------------------------------
SENTINELS = {
    "name": "Zsentinelname",
    "email": "zsentinelmail@acme.example",
    "phone": "+442079460999",
    "phone_typed": "020 7946 0999",
    "company": "Zsentinelfirm",
    "message": "Zsentinelmessage",
}
STARTS = [
    "/admin/",
    "/admin/reports/site-history/",
    "/admin/reports/locked/",
    "/admin/reports/workflow/",
    "/admin/reports/aging-pages/",
    "/admin/enquiry/",
    *(
        f"/admin/{room}/?q={word}"
        for room in ("pages/search", "images", "documents", "enquiry", "snippets/blog/topic")
        for word in ("Zsentinelname", "zsentinelmail@acme.example", "Zsentinelfirm")
    ),
]
FEWEST_PAGES = 40  # that a crawl finds unless it was turned away at the door


class Links(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        href = dict(attrs).get("href") or ""
        if tag == "a" and href.startswith("/admin/") and "logout" not in href:
            self.found.add(href.partition("#")[0])


def crawl(client: Client, starts: list[str]) -> dict[str, str]:
    """Follow every link of the admin from `starts`; return each page's text by address."""
    pages: dict[str, str] = {}
    waiting = list(starts)
    while waiting:
        url = waiting.pop()
        if url in pages:
            continue
        answer: Any = client.get(url, follow=True)
        is_text = "html" in answer.headers.get("Content-Type", "")
        pages[url] = answer.content.decode() if is_text else ""
        # One order and one page of a list is as good as another: nothing is on two of them here.
        waiting += [link for link in Links(pages[url]).found if "ordering=" not in link]
    return pages


def the_lead() -> Enquiry:
    person = make_person(name=SENTINELS["name"], email=SENTINELS["email"])
    enquiry = make_enquiry(person=person, **SENTINELS)
    make_delivery(enquiry=enquiry)
    return enquiry


@pytest.mark.long
def test_no_page_that_an_editor_can_reach_shows_anything_about_a_lead(
    tree: SiteTree, editor: Client
) -> None:
    make_article(tree.index)
    enquiry = the_lead()
    desk = ["results/", f"{enquiry.pk}/", f"resend/{enquiry.deliveries.get().pk}/"]

    pages = crawl(editor, [*STARTS, *(f"/admin/enquiry/{path}" for path in desk)])

    assert len(pages) > FEWEST_PAGES
    # An address that was asked for may come back in the search box: that is the asker's own.
    shown = {
        (url, word)
        for url, page in pages.items()
        for word in SENTINELS.values()
        if word in page and word not in unquote(url)
    }
    assert shown == set()
    assert not any(enquiry.reference in page for page in pages.values())


def test_a_crawl_as_sales_does_find_the_lead() -> None:
    from tests.blog.editing.admin import member

    the_lead()

    pages = crawl(member("Sales"), ["/admin/enquiry/"])

    assert any(SENTINELS["name"] in page for page in pages.values())


def test_an_article_of_an_editor_has_the_blocks_that_were_sent(
    tree: SiteTree, editor: Client
) -> None:
    article = create(editor, tree.index)

    kinds = [block.block_type for block in ArticlePage.objects.get(pk=article.pk).body]
    assert kinds == ["heading", "text", "quiz"]
