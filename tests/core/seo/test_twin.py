"""Every public page as Markdown."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.test import Client
from wagtail.models import PageViewRestriction

from core.seo.addresses import page_of, twin_of
from core.seo.markdown import to_markdown
from tests.core.seo.conftest import PAGES, each_page, meta, read
from tests.site_tree import PHONE, SiteTree, make_article

BASE = settings.WAGTAILADMIN_BASE_URL
CHROME = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"


def text_of(address: str) -> str:
    answer = Client().get(twin_of(address))
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/markdown; charset=utf-8"
    assert not answer.cookies
    assert answer.headers["Link"] == f'<{BASE}{address}>; rel="canonical"'
    return answer.content.decode()


@each_page
def test_every_page_has_a_twin_that_names_it_and_ends_with_the_number(
    tree: SiteTree, address: str
) -> None:
    text = text_of(address)

    assert text.startswith(f"# {read(address).one('h1').text.strip()}\n\n")
    plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    assert plain.count(meta(read(address), "description")) == 1
    assert "We answer: Monday, Tuesday, Wednesday, Thursday, Friday 9:00 to 17:30" in text
    end = text.partition("\n---\n")[2]
    assert f"[{PHONE}](tel:+442079460018)" in end
    assert f"Source: <{BASE}{address}>" in end
    assert "](/" not in text
    assert "<svg" not in text
    assert "<form" not in text


@each_page
def test_every_page_but_the_quiz_itself_leads_to_the_quiz(tree: SiteTree, address: str) -> None:
    end = text_of(address).partition("\n---\n")[2]

    assert (f"{BASE}/a-quiz/?from=" in end) is (address != "/a-quiz/")


@each_page
def test_a_page_says_where_its_twin_is(tree: SiteTree, client: Client, address: str) -> None:
    answer = client.get(address)

    twin = twin_of(address)
    assert answer.headers["Link"] == f'<{twin}>; rel="alternate"; type="text/markdown"'
    assert read(address).one("link", type="text/markdown").attributes["href"] == twin


def test_headings_lists_videos_and_words_can_be_read(tree: SiteTree) -> None:
    text = text_of("/articles/one/")

    assert "\n## What it is\n" in text
    assert "Some **bold** words." in text
    assert "- First\n- Second" in text
    assert "https://youtu.be/GA8z7f7a2Pk)" in text
    assert "A film" in text
    assert "Managing\n\n- Planning\n- Control" in text


@pytest.mark.parametrize(
    "accept", ["text/markdown", "text/markdown, text/html;q=0.9", "text/html;q=0.5,text/markdown"]
)
@each_page
def test_who_prefers_markdown_gets_it_at_the_pages_own_address(
    tree: SiteTree, client: Client, address: str, accept: str
) -> None:
    answer = client.get(address, headers={"Accept": accept})

    assert answer.headers["Content-Type"] == "text/markdown; charset=utf-8"
    assert answer.content.decode() == text_of(address)
    assert "Accept" in answer.headers["Vary"]
    assert "no-store" in answer.headers["Cache-Control"]
    assert not answer.cookies


@pytest.mark.parametrize("accept", [CHROME, "*/*", "", "text/html, text/markdown;q=0.1"])
def test_everybody_else_gets_the_page_in_one_version_for_all(
    tree: SiteTree, client: Client, accept: str
) -> None:
    answer = client.get("/articles/one/", headers={"Accept": accept})

    assert answer.headers["Content-Type"].startswith("text/html")
    assert "Accept" not in answer.headers.get("Vary", "").replace("Accept-Encoding", "")


@pytest.mark.parametrize(
    "address",
    ["/never-was.md", "/articles/draft.md", "/articles/secret.md", "/.md", "/a/../b.md"],
)
def test_what_nobody_may_read_has_no_twin(tree: SiteTree, client: Client, address: str) -> None:
    make_article(tree.index, slug="draft").unpublish()
    secret = make_article(tree.index, slug="secret", title="Secret words")
    PageViewRestriction.objects.create(
        page=secret, restriction_type=PageViewRestriction.PASSWORD, password="x"
    )

    answer = client.get(address)

    assert answer.status_code == 404
    assert "Secret words" not in answer.content.decode()


def test_a_restricted_page_is_not_told_to_whoever_asks_for_markdown(
    tree: SiteTree, client: Client
) -> None:
    PageViewRestriction.objects.create(page=tree.about, restriction_type=PageViewRestriction.LOGIN)

    answer = client.get("/about/", headers={"Accept": "text/markdown"})

    assert answer.status_code == 404


@pytest.mark.parametrize("address", ["/quiz/token/1.md", "/thanks/token.md", "/admin.md"])
def test_what_is_no_page_has_no_twin(tree: SiteTree, client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_what_an_editor_typed_stays_text(tree: SiteTree) -> None:
    hostile = "<script>alert(1)</script> *not* [a](b) # c"
    make_article(tree.index, slug="bad", title=hostile, body=[("heading", hostile)])

    text = text_of("/articles/bad/")

    assert "\n## \\<script" in text
    assert "\\*not\\*" in text
    assert not [line for line in text.splitlines() if "<script" in line.replace("\\<script", "")]


def test_tables_and_folded_answers_can_be_read() -> None:
    html = (
        "<main><h1>T</h1><table><thead><tr><th>Managers</th><th>Leaders</th></tr></thead>"
        "<tbody><tr><td>Plan</td><td>Move | inspire</td></tr></tbody></table>"
        "<details><summary>Why?</summary><p>Because <code>a_b</code>.</p></details></main>"
    )

    title, text = to_markdown(html, f"{BASE}/x/")

    assert title == "T"
    assert "| Managers | Leaders |\n| --- | --- |\n| Plan | Move \\| inspire |" in text
    assert "### Why?\n\nBecause `a_b`." in text


@pytest.mark.parametrize("address", PAGES)
def test_a_twin_leads_back_to_its_page(address: str) -> None:
    assert page_of(twin_of(address)) == address


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("1. first", "1\\. first"),
        ("# no heading", "\\# no heading"),
        ("2 < 3 & 4 > 3", "2 \\< 3 & 4 > 3"),
        ("a_b *c* `d` [e](f)", "a\\_b \\*c\\* \\`d\\` \\[e\\](f)"),
        ("&amp;lt;b> C:\\dir", "\\&lt;b> C:\\\\dir"),
    ],
)
def test_signs_of_markdown_in_a_text_stay_signs(typed: str, written: str) -> None:
    _, text = to_markdown(f"<main><p>{typed.replace('2 < 3', '2 &lt; 3')}</p></main>", BASE)

    assert text == written


def test_what_is_true_only_now_or_only_on_a_screen_is_left_out() -> None:
    html = (
        "<main><h1>T</h1><p><span>One</span><span>Two</span></p>"
        "<details><summary>In this article</summary><nav><a href='#a'>A</a></nav></details>"
        "<p data-text='none'>We are open until 17:30.</p></main>"
    )

    assert to_markdown(html, BASE) == ("T", "One · Two")


def test_a_slug_with_other_letters_makes_addresses_that_work(
    tree: SiteTree, client: Client
) -> None:
    make_article(tree.index, slug="źródło", title="Źródło")
    path = "/articles/%C5%BAr%C3%B3d%C5%82o"

    answer = client.get(f"{path}/")
    by_accept = client.get(f"{path}/", headers={"Accept": "text/markdown"})
    twin = client.get(f"{path}.md")

    assert answer.headers["Link"].startswith(f"<{path}.md>")
    assert f'href="{BASE}{path}/"' in answer.content.decode()
    assert by_accept.headers["Content-Location"] == f"{path}.md"
    assert twin.headers["Link"] == f'<{BASE}{path}/>; rel="canonical"'
    assert by_accept.content == twin.content
    assert f"{BASE}{path}/</loc>" in client.get("/sitemap.xml").content.decode()
