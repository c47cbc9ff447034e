"""Where an editor reads which rules an article breaks: after saving, in the panel, on the site."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client
from wagtail.test.utils.form_data import rich_text

from tests.blog.editing.admin import article_form, create, edit_url, notices
from tests.site_tree import SiteTree, make_article

pytestmark = pytest.mark.django_db
DEAD = [("text", rich_text('<p><a href="/none/">our prices</a></p>'))]
WARNING = "Link that leads nowhere: “our prices” (/none/)"


def configuration(page: str) -> dict[str, Any]:
    """What Wagtail's checker is told on a page."""
    found = re.search(r'<script id="checker-axe-configuration"[^>]*>(.*?)</script>', page, re.S)
    assert found
    told: dict[str, Any] = json.loads(found[1])
    return told


def broken(page: str) -> set[str]:
    """The rules that the checker is told are broken."""
    checks = configuration(page)["spec"]["checks"]
    ours = [check for check in checks if check["id"].startswith("page-check-")]
    assert len(ours) > 5
    return {check["id"].removeprefix("page-check-") for check in ours if check["options"]["broken"]}


@pytest.mark.parametrize("action", ["action-publish", "action-submit", ""])
def test_a_broken_link_is_named_when_an_article_is_made(
    tree: SiteTree, moderator: Client, action: str
) -> None:
    create(moderator, tree.index, body=DEAD, **({action: "x"} if action else {}))

    assert any(WARNING in notice for notice in notices(moderator))


def test_a_broken_link_is_named_when_an_article_is_published_again(
    tree: SiteTree, moderator: Client
) -> None:
    article = make_article(tree.index)
    form = article_form(slug=article.slug, body=DEAD)

    answer = moderator.post(edit_url(article), form | {"action-publish": "x"})

    assert answer.status_code == 302, answer.context["form"].errors
    assert any(WARNING in notice for notice in notices(moderator))


def test_broken_links_are_named_when_many_articles_are_published_at_once(
    tree: SiteTree, moderator: Client
) -> None:
    drafts = [create(moderator, tree.index, slug=f"draft-{number}", body=DEAD) for number in (1, 2)]
    notices(moderator)
    ids = "&".join(f"id={draft.pk}" for draft in drafts)

    moderator.post(f"/admin/bulk/wagtailcore/page/publish/?{ids}", {})

    assert [notice for notice in notices(moderator) if WARNING in notice] != []


def test_an_article_without_faults_is_saved_without_a_warning(
    tree: SiteTree, moderator: Client
) -> None:
    create(moderator, tree.index, **{"action-publish": "x"})

    said = notices(moderator)
    assert len(said) == 1
    assert "published" in said[0]


def test_what_the_editor_saves_by_itself_says_nothing(tree: SiteTree, editor: Client) -> None:
    article = make_article(tree.index)
    form = article_form(slug=article.slug, body=DEAD)

    answer = editor.post(edit_url(article), form, headers={"Accept": "application/json"})

    assert answer.json()["success"]
    assert notices(editor) == []


def test_a_page_that_is_no_article_is_published_with_a_warning_too(
    tree: SiteTree, moderator: Client
) -> None:
    form = article_form(title="About", slug="about", body=[]) | {
        "body": rich_text('<p>Words, and <a href="/none/">our prices</a>.</p>'),
        "action-publish": "x",
    }

    assert moderator.post(edit_url(tree.about), form).status_code == 302
    assert any(WARNING in notice for notice in notices(moderator))


@pytest.mark.parametrize("kind", ["home", "index", "about", "quiz"])
def test_the_panel_checks_pages_of_every_type(tree: SiteTree, editor: Client, kind: str) -> None:
    told = configuration(editor.get(edit_url(getattr(tree, kind))).content.decode())

    assert {"page-dead-link", "page-other-number", "color-contrast"} <= set(
        told["options"]["runOnly"]
    )
    assert "page-missing-invitation" not in told["options"]["runOnly"]


def test_a_preview_tells_the_checker_what_is_wrong_with_what_was_typed(
    tree: SiteTree, editor: Client
) -> None:
    article = make_article(tree.index, summary="Why.")
    editor.cookies["leadline_session"] = editor.cookies["leadline_session"].value
    url = f"{edit_url(article)}preview/"

    editor.post(url, article_form(slug=article.slug, title="T" * 71, body=DEAD))
    page = editor.get(f"{url}?in_preview_panel=true").content.decode()

    assert broken(page) == {"dead-link", "long-title", "missing-invitation"}
    assert "blog/checks.js" in page


def test_a_preview_of_an_article_that_was_never_saved_is_checked(
    tree: SiteTree, editor: Client
) -> None:
    url = f"/admin/pages/add/blog/articlepage/{tree.index.pk}/preview/"

    editor.post(url, article_form(summary=""))
    page = editor.get(f"{url}?in_preview_panel=true").content.decode()

    assert broken(page) == {"missing-description"}


def test_the_panel_has_words_for_every_rule_and_leaves_headings_to_axe(
    tree: SiteTree, editor: Client
) -> None:
    told = configuration(editor.get(edit_url(make_article(tree.index))).content.decode())

    ours = [rule for rule in told["spec"]["rules"] if rule["id"].startswith("page-")]
    assert {rule["id"] for rule in ours} <= set(told["options"]["runOnly"])
    assert all(told["messages"][rule["id"]]["error_name"] for rule in ours)
    assert "page-skipped-heading" not in {rule["id"] for rule in ours}
    assert "heading-order" in told["options"]["runOnly"]


def test_a_preview_can_leave_our_scripts_out_and_is_checked_all_the_same(
    tree: SiteTree, editor: Client
) -> None:
    article = make_article(tree.index, summary="Why.")
    editor.cookies["leadline_session"] = editor.cookies["leadline_session"].value
    url = f"{edit_url(article)}preview/?in_preview_panel=true&mode="

    editor.post(url, article_form(slug=article.slug))
    plain, usual = (editor.get(url + mode).content.decode() for mode in ("without-scripts", ""))

    assert "core/video.js" in usual
    assert "core/video.js" not in plain
    assert "Without JavaScript" in editor.get(edit_url(article)).content.decode()
    assert broken(plain) == broken(usual) == set()


def test_readers_are_not_bothered_with_it(tree: SiteTree) -> None:
    page = Client().get(make_article(tree.index).url).content.decode()

    assert "checks.js" not in page
    assert "page-check" not in page


@pytest.mark.parametrize("saved", [True, False])
def test_a_preview_may_be_framed_by_the_editor_and_the_page_itself_by_nobody(
    tree: SiteTree, editor: Client, saved: bool
) -> None:
    article = make_article(tree.index, summary="Why.")
    add = f"/admin/pages/add/blog/articlepage/{tree.index.pk}/"
    url = f"{edit_url(article) if saved else add}preview/"

    editor.post(url, article_form(slug=article.slug if saved else "new"))
    preview, page = editor.get(f"{url}?in_preview_panel=true"), Client().get(article.url)

    assert preview.status_code == page.status_code == 200
    assert "frame-ancestors 'self'" in preview.headers["Content-Security-Policy"]
    assert preview.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
