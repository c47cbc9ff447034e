"""Articles that begin with a starter: from the button to the draft in the editor."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from blog.models import ArticlePage, Topic
from blog.starters.shelf import Starter, starters
from tests.blog.editing.admin import article_form, edit_url, member, notices
from tests.site_tree import SiteTree, make_site

pytestmark = pytest.mark.django_db
KINDS = {
    "how-to": {"heading", "text", "callout", "call"},
    "comparison": {"heading", "text", "comparison", "call"},
    "questions": {"heading", "text", "faq", "call"},
    "news": {"heading", "text", "callout", "call"},
}
each_starter = pytest.mark.parametrize("starter", starters().values(), ids=lambda each: each.key)


@pytest.fixture
def tree() -> SiteTree:
    return make_site()


@pytest.fixture
def editor() -> Client:
    return member("Editors")


def start(client: Client, tree: SiteTree, **values: Any) -> Any:
    return client.post(reverse("start_article", args=[tree.index.pk]), values)


def test_the_starters_are_offered_with_what_they_are_for_and_their_outline(
    tree: SiteTree, editor: Client
) -> None:
    page = unescape(editor.get(reverse("start_article", args=[tree.index.pk])).content.decode())

    assert [each.key for each in starters().values()] == list(KINDS)
    for starter in starters().values():
        assert len(starter.outline) >= 3
        for words in (starter.name, starter.purpose, starter.titles, *starter.outline):
            assert words in page


@each_starter
def test_a_starter_becomes_a_draft_of_its_own_blocks_in_the_editor(
    tree: SiteTree, editor: Client, starter: Starter
) -> None:
    topic = Topic.objects.create(name="Security", slug="security")

    sent = start(editor, tree, starter=starter.key, title="Two-step sign-in", topics=[topic.pk])

    draft = ArticlePage.objects.get()
    assert sent.url == edit_url(draft)
    assert (draft.title, draft.slug, draft.live) == ("Two-step sign-in", "two-step-sign-in", False)
    assert draft.owner.username == "editors"
    assert list(draft.topics.all()) == [topic]
    assert {block.block_type for block in draft.body} == KINDS[starter.key]
    assert draft.body[-1].value["phone"] == ""
    assert editor.get(sent.url).status_code == 200
    assert Client().get("/articles/two-step-sign-in/").status_code == 404


def test_an_editor_who_saves_guidance_is_warned(tree: SiteTree, editor: Client) -> None:
    start(editor, tree, starter="news", title="Guidance")
    draft = ArticlePage.objects.get()
    notices(editor)

    editor.post(edit_url(draft), article_form(slug=draft.slug, summary="[Say why to read it.]"))

    assert any(
        "Guidance of the template is still there: [Say why to read it.]" in each
        for each in notices(editor)
    )


def test_an_invitation_of_a_starter_stays_with_every_draft(tree: SiteTree, editor: Client) -> None:
    for title in ("One", "Two"):
        start(editor, tree, starter="news", title=title)

    bodies = [page.body.get_prep_value() for page in ArticlePage.objects.order_by("pk")]
    shape = [[(block["type"], block["value"]) for block in body] for body in bodies]
    assert shape[0] == shape[1]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"title": "A title"}, "Choose a kind of article first."),
        ({"starter": "novel", "title": "A title"}, "novel is not one of the available choices"),
        ({"starter": "news", "title": " "}, "Give the article a working title."),
        ({"starter": "news", "title": "x" * 256}, "at most 255 characters"),
        ({"starter": "news", "title": "🎉"}, "slug"),
    ],
)
def test_what_cannot_become_a_draft_is_refused_at_its_field(
    tree: SiteTree, editor: Client, values: dict[str, str], said: str
) -> None:
    refused = start(editor, tree, **values)

    assert refused.status_code == 422
    assert said in unescape(refused.content.decode())
    assert not ArticlePage.objects.exists()


@pytest.mark.parametrize("group", ["Editors", "Moderators"])
def test_the_menu_the_list_and_the_importer_lead_to_the_starters(
    tree: SiteTree, group: str
) -> None:
    client, form = member(group), reverse("start_article", args=[tree.index.pk])

    assert reverse("start_article_anywhere") in client.get("/admin/").content.decode()
    assert client.get(reverse("start_article_anywhere")).url == form
    for name in ("wagtailadmin_explore", "import_article"):
        assert form in client.get(reverse(name, args=[tree.index.pk])).content.decode()


def test_sales_may_not_begin_an_article(tree: SiteTree) -> None:
    sales, form = member("Sales"), reverse("start_article", args=[tree.index.pk])

    assert sales.get(form).status_code == 403
    assert start(sales, tree, starter="news", title="Mine").status_code == 403
    assert sales.get(reverse("start_article_anywhere")).status_code == 403
    assert "articles/new" not in sales.get("/admin/").content.decode()
    assert not ArticlePage.objects.exists()


def test_whoever_is_not_logged_in_is_sent_to_log_in(tree: SiteTree) -> None:
    sent = start(Client(), tree, starter="news", title="Mine")

    assert sent.url.startswith(reverse("wagtailadmin_login"))
    assert not ArticlePage.objects.exists()


def test_a_list_that_is_not_there_is_not_found(tree: SiteTree, editor: Client) -> None:
    assert editor.get(reverse("start_article", args=[tree.home.pk])).status_code == 404
