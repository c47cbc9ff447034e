"""The rules for an article, each where it is broken and where it is kept."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.base import ContentFile
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents.models import Document
from wagtail.models import Site

from blog.editing.checks import check
from blog.models import ArticlePage
from core.models import SiteSettings
from tests.site_tree import PHONE, SiteTree, make_article, make_image

pytestmark = pytest.mark.django_db
INVITATION = ("call", {"text": "Ring {phone}.", "phone": ""})


def told(article: ArticlePage) -> dict[str, list[str]]:
    """The rules that an article breaks, and where."""
    firm = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    return {finding.rule.key: finding.places for finding in check(article, firm)}


def article(tree: SiteTree, *blocks: tuple[str, Any], **fields: Any) -> ArticlePage:
    """One that keeps every rule but for what is given."""
    values = {"summary": "Why to read it.", "body": [INVITATION, *blocks], **fields}
    return make_article(tree.index, **values)


def text(html: str) -> tuple[str, str]:
    return ("text", f"<p>{html}</p>")


def test_an_article_that_keeps_all_rules_is_left_alone(tree: SiteTree) -> None:
    blocks = [("heading", "One"), ("text", "<h3>Two</h3><p>Words.</p>"), ("heading", "Three")]

    assert told(article(tree, *blocks)) == {}


@pytest.mark.parametrize(
    ("described", "wrong"),
    [
        ({"alt_text": "", "decorative": False}, True),
        ({"alt_text": "  ", "decorative": False}, True),
        ({"alt_text": "A rack of servers", "decorative": False}, False),
        ({"alt_text": "", "decorative": True}, False),
    ],
)
def test_a_picture_needs_alt_text_or_to_be_decoration(
    tree: SiteTree, described: dict[str, Any], wrong: bool
) -> None:
    picture = {"image": {"image": make_image("Rack").pk, **described}, "caption": ""}

    assert told(article(tree, ("image", picture))) == ({"missing-alt": ["Rack"]} if wrong else {})


def test_a_picture_that_was_deleted_breaks_no_check(tree: SiteTree) -> None:
    picture = {"image": {"image": 999, "alt_text": "", "decorative": False}, "caption": ""}

    assert told(article(tree, ("image", picture))) == {}


def test_a_summary_or_a_description_is_missed(tree: SiteTree) -> None:
    assert told(article(tree, summary=" ")) == {"missing-description": [""]}
    assert told(article(tree, summary="", search_description="Why.")) == {}


def test_a_small_heading_without_a_heading_before_it_is_named(tree: SiteTree) -> None:
    found = told(article(tree, ("text", "<h3>Two &amp; <b>a half</b></h3><p>Words.</p>")))

    assert found == {"skipped-heading": ["“Two & a half”"]}


def test_a_title_of_more_than_seventy_characters_is_too_long(tree: SiteTree) -> None:
    assert told(article(tree, title="T" * 70)) == {}
    assert told(article(tree, title="T" * 71)) == {"long-title": ["71 characters"]}
    assert told(article(tree, title="T" * 71, seo_title="Short")) == {}


def test_an_invitation_may_be_in_the_text_at_its_end_or_the_lists(tree: SiteTree) -> None:
    bare = article(tree, body=[])
    assert told(bare) == {"missing-invitation": [""]}

    bare.closing = [("call_back", {"text": "Say when."})]
    assert told(bare) == {}

    bare.closing = []
    tree.index.closing = [("quiz", {"text": "Six questions."})]
    tree.index.save()
    assert told(ArticlePage.objects.get(pk=bare.pk)) == {}


def test_the_sites_own_invitation_will_do(tree: SiteTree) -> None:
    bare = article(tree, body=[])
    SiteSettings.objects.update(closing='[{"type": "quiz", "value": {"text": "Six questions."}}]')

    assert told(bare) == {}


def test_an_article_that_has_no_place_in_the_tree_yet_can_be_checked(tree: SiteTree) -> None:
    assert set(told(ArticlePage(title="New"))) == {"missing-description", "missing-invitation"}


@pytest.mark.parametrize(
    ("html", "places"),
    [
        ("Ring 020 7946 0999 today.", ["020 7946 0999"]),
        ("Ring +44&nbsp;20 7946 0999 today.", ["+44 20 7946 0999"]),
        ('<a href="tel:+442079460999">Ring us</a>', ["Ring us"]),
        ('<a href="tel:9">Ring us</a>', ["Ring us"]),
        (f"Ring {PHONE} or +44 20 7946 0018.", []),
        ('<a href="tel:+442079460018">Ring us</a>', []),
        ("In 2026 it cost 12,500 pounds, 10.0.0.1 being down.", []),
    ],
)
def test_a_number_that_is_not_the_firms_is_named(
    tree: SiteTree, html: str, places: list[str]
) -> None:
    assert told(article(tree, text(html))) == ({"other-number": places} if places else {})


def test_a_number_is_found_in_any_block_but_not_where_another_firms_belongs(
    tree: SiteTree,
) -> None:
    number = "020 7946 0999"
    answer = {"items": [{"question": f"Is it {number}?", "answer": "<p>Yes.</p>"}]}
    call = {"text": "Ring them.", "phone": number}

    assert told(article(tree, ("faq", answer))) == {"other-number": [number]}
    assert told(article(tree, ("call", call), ("code", {"title": "", "code": number}))) == {}


def test_a_link_to_a_page_that_is_gone_or_not_published_is_named(tree: SiteTree) -> None:
    draft = make_article(tree.index, live=False)
    links = f'<a linktype="page" id="{draft.pk}">soon</a>, <a linktype="page" id="99999">once</a>'
    live = f'<a linktype="page" id="{tree.about.pk}">who we are</a>'

    assert told(article(tree, text(f"{links}, {live}"))) == {"dead-link": ["“soon”", "“once”"]}


def test_a_link_in_any_rich_text_of_a_block_is_followed(tree: SiteTree) -> None:
    dead = '<p><a linktype="page" id="99999">gone</a></p>'
    blocks = [
        ("callout", {"heading": "", "text": dead}),
        ("faq", {"items": [{"question": "Where?", "answer": dead}]}),
    ]

    assert told(article(tree, *blocks)) == {"dead-link": ["“gone”", "“gone”"]}


def test_a_link_to_a_file_that_is_gone_is_named(tree: SiteTree) -> None:
    kept = Document.objects.create(title="List", file=ContentFile(b"one", "list.txt"))
    here = f'<a linktype="document" id="{kept.pk}">list</a>, <a href="{kept.url}">same</a>'
    gone = '<a linktype="document" id="999">gone</a>, <a href="/documents/999/x.pdf">x</a>'

    assert told(article(tree, text(here))) == {}
    assert told(article(tree, text(gone))) == {
        "dead-link": ["“gone”", "“x” (/documents/999/x.pdf)"]
    }


@pytest.mark.parametrize(
    ("href", "dead"),
    [
        ("/about/", False),
        ("/about", False),
        ("/articles/?q=backup", False),
        ("/about/#top", False),
        ("/moved/", False),
        ("/robots.txt", False),
        ("/media/images/rack.png", False),
        ("#top", False),
        ("https://elsewhere.example/none/", False),
        ("mailto:ann@acme.example", False),
        ("http://127.0.0.1:8000/about/", False),
        ("/none/", True),
        ("/articles/none/", True),
        ("/hidden/", True),
        ("http://127.0.0.1:8000/none/", True),
        ("//localhost/none/", True),
    ],
)
def test_an_address_of_this_site_must_lead_somewhere(tree: SiteTree, href: str, dead: bool) -> None:
    Redirect.add_redirect("/moved/", redirect_to=tree.about)
    tree.privacy.slug, tree.privacy.live = "hidden", False
    tree.privacy.save()

    found = told(article(tree, text(f'<a href="{href}">it</a>')))

    assert found == ({"dead-link": [f"“it” ({href})"]} if dead else {})


def test_an_article_may_link_to_itself_before_it_is_published(tree: SiteTree) -> None:
    draft = article(tree, live=False, slug="own")
    draft.body = [
        ("text", f'<a linktype="page" id="{draft.pk}">1</a> <a href="/articles/own/">2</a>'),
        INVITATION,
    ]

    assert told(draft) == {}
