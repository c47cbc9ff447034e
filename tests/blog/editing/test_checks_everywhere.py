"""The rules for pages of every type, not only for articles, and the report on all of them."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, Site

from blog.editing.checks import check
from core.models import SitePage, SiteSettings
from home.models import HomePage, StandardPage
from leads.models import QuizPage
from tests.blog.editing.admin import edit_url, member
from tests.site_tree import SiteTree, make_article
from tests.starter import begin_with_starter

pytestmark = pytest.mark.django_db
DEAD = '<p><a href="/none/">our prices</a></p>'
SERVICES = {"heading": "What we do", "items": []}


def told(page: Page) -> dict[str, list[str]]:
    """The rules that a page breaks, and where."""
    firm = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    return {finding.rule.key: finding.places for finding in check(page.specific, firm)}


def home_of(tree: SiteTree, *services: dict[str, object]) -> HomePage:
    tree.home.body = json.dumps([{"type": "services", "value": SERVICES | {"items": services}}])
    tree.home.save()
    return tree.home


def test_a_plain_page_is_checked_for_links_numbers_guidance_and_its_title(tree: SiteTree) -> None:
    tree.about.title = "T" * 71
    tree.about.body = f"{DEAD}<p>Ring 020 7946 0999. [Say why it matters.]</p>"

    assert told(tree.about) == {
        "guidance-left": ["[Say why it matters.]"],
        "dead-link": ["“our prices” (/none/)"],
        "long-title": ["71 characters"],
        "other-number": ["020 7946 0999"],
    }


def test_the_home_page_is_checked_in_its_fields_and_its_blocks(tree: SiteTree) -> None:
    home = home_of(tree, {"title": "Help", "text": "Ring 020 7946 0999.", "page": None})
    home.hero_text = "Or 020 7946 0888."

    assert told(home) == {"other-number": ["020 7946 0888", "020 7946 0999"]}


def test_a_page_that_a_block_leads_to_has_to_be_published(tree: SiteTree) -> None:
    draft = make_article(tree.index, title="Not yet", live=False)
    home = home_of(tree, {"title": "Help", "text": "It helps.", "page": draft.pk})

    assert told(home) == {"dead-link": ["“Not yet”"]}
    assert "Help" in Client().get("/").content.decode()
    assert draft.slug not in Client().get("/").content.decode()

    article = make_article(tree.index, summary="Why.", picks=[("article", draft)])
    assert told(article)["dead-link"] == ["“Not yet”"]


def test_a_page_that_says_nothing_of_itself_is_named(tree: SiteTree) -> None:
    assert told(StandardPage(title="New")) == {"missing-description": [""]}


def test_what_a_new_site_begins_with_breaks_no_rule_but_for_what_an_editor_may_choose() -> None:
    begin_with_starter()

    pages = [page for page in Page.objects.live().specific() if isinstance(page, SitePage)]
    broken = {key for page in pages for key in told(page)}

    assert len(pages) > 10
    assert any(isinstance(page, QuizPage) for page in pages)
    assert broken <= {"missing-invitation"}  # all of them end with the site’s own


def test_an_editor_is_warned_of_a_link_on_any_page(tree: SiteTree) -> None:
    tree.about.body = DEAD
    tree.about.save_revision().publish()

    page = member("Editors").get(reverse("page_checks")).content.decode()

    assert "Link that leads nowhere: “our prices” (/none/)" in page
    assert edit_url(tree.about) in page


def test_a_number_that_has_changed_is_found_in_the_report(tree: SiteTree) -> None:
    editor = member("Editors")
    tree.about.body = "<p>Ring 020 7946 0018.</p>"
    tree.about.save_revision().publish()
    assert "020 7946 0018" not in editor.get(reverse("page_checks")).content.decode()

    SiteSettings.objects.update(phone="020 7946 0777")

    page = editor.get(reverse("page_checks")).content.decode()
    assert "Telephone number that is not the firm’s: 020 7946 0018" in page


def test_the_report_says_so_when_nothing_is_wrong_and_leaves_drafts_aside(tree: SiteTree) -> None:
    draft = make_article(tree.index, live=False, body=[("text", DEAD)])
    Page.objects.update(search_description="Why.")

    page = member("Editors").get(reverse("page_checks")).content.decode()

    assert "Nothing is wrong" in page
    assert draft.title not in page


def test_the_report_is_for_those_who_may_change_pages(tree: SiteTree) -> None:
    assert reverse("page_checks") in member("Editors").get("/admin/").content.decode()
    sales = member("Sales")

    assert sales.get(reverse("page_checks")).status_code in {302, 403}
    assert reverse("page_checks") not in sales.get("/admin/").content.decode()
