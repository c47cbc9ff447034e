"""An article, as its readers see it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from blog.models import ArticlePage
from core.models import SiteSettings
from tests.markup import Markup
from tests.site_tree import PHONE, SiteTree, make_article, make_author, make_site

VIDEO = {"url": "https://www.youtube.com/watch?v=GA8z7f7a2Pk", "title": "The dancing man"}
CALL = ("call", {"text": "Ring {phone}.", "phone": ""})
QUIZ = ("quiz", {"text": "Two minutes."})


@pytest.fixture
def tree(db: None) -> SiteTree:
    return make_site()


def read(article: ArticlePage) -> Markup:
    return Markup(Client().get(article.get_url()).content.decode())


def read_body(tree: SiteTree, *body: tuple[str, Any]) -> Markup:
    return read(make_article(tree.index, body=body))


def titles_of_related(article: ArticlePage) -> list[str]:
    return [heading.text for heading in read(article).all("h3")]


def links_to_the_quiz(page: Markup, tree: SiteTree) -> list[str]:
    quiz = tree.quiz.get_url()
    return [
        link.attributes["href"]
        for link in page.all("a")
        if link.attributes["href"].startswith(quiz)
    ]


def test_the_opening_says_what_it_is_about_who_wrote_it_and_how_long_it_takes(
    tree: SiteTree,
) -> None:
    text = ("text", f"<p>{'word ' * 460}</p>")
    article = make_article(
        tree.index, "Security", title="A title", summary="In short.", date="2026-01-05", body=[text]
    )

    opening = read(article).all("header")[1].text

    for part in ("Security", "A title", "In short.", "The team", "5 January 2026"):
        assert part in opening
    assert "2 minutes to read" in opening


@pytest.mark.parametrize("body", [[], [CALL], [QUIZ], [QUIZ, CALL]], ids=len)
def test_every_article_leads_to_the_quiz_and_to_the_telephone(
    tree: SiteTree, body: list[tuple[str, Any]]
) -> None:
    page = read_body(tree, *body)

    assert links_to_the_quiz(page, tree)
    assert "020 7946 0018" in page.one("main").text


def test_every_link_to_the_quiz_names_the_article(tree: SiteTree) -> None:
    article = make_article(tree.index, body=[QUIZ])

    links = links_to_the_quiz(read(article), tree)

    assert set(links) == {
        f"/a-quiz/?from={article.pk}&cta={kind}" for kind in ("navigation", "card", "invitation")
    }


def test_the_end_does_not_invite_to_the_quiz_again_when_the_text_does(tree: SiteTree) -> None:
    without, having = read_body(tree), read_body(tree, QUIZ)

    assert without.one("main").text.count("Take the quiz") == 1
    assert having.one("main").text.count("Take the quiz") == 1


def test_without_a_quiz_an_article_still_gives_the_number(tree: SiteTree) -> None:
    tree.quiz.unpublish()

    page = read_body(tree, ("text", "<p>Words.</p>"), QUIZ)

    assert links_to_the_quiz(page, tree) == []
    assert "Take the quiz" not in page.one("main").text
    assert page.one("main").text.count("020 7946 0018") >= 1


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ([QUIZ, ("text", "<p>Words.</p>")], "call"),
        ([("text", "<p>Words.</p>"), QUIZ], None),
        ([QUIZ, CALL], None),
    ],
    ids=["in the middle", "at the end", "before a call"],
)
def test_the_end_gives_the_number_where_the_text_has_invited_to_the_quiz_long_ago(
    tree: SiteTree, body: list[tuple[str, Any]], kind: str | None
) -> None:
    ends = read_body(tree, *body).all("section", **{"aria-label": "What you can do next"})

    assert [PHONE in each.text for each in ends] == ([True] if kind else [])


def test_an_end_that_would_show_nothing_gives_way_to_the_next(tree: SiteTree) -> None:
    article = make_article(tree.index, closing=[("quiz", {"text": "Two minutes."})])
    tree.quiz.unpublish()
    SiteSettings.objects.update(closing=[("call", {"text": "The site’s.", "phone": ""})])

    end = read(article).one("section", **{"aria-label": "What you can do next"})

    assert "The site’s." in end.text
    assert PHONE in end.text


def test_three_related_articles_are_shown_the_most_alike_first(tree: SiteTree) -> None:
    article = make_article(tree.index, "Security", "Planning", title="This one")
    make_article(tree.index, "Security", title="One topic, older", date="2020-01-01")
    make_article(tree.index, "Security", "Planning", title="Two topics", date="2019-01-01")
    make_article(tree.index, "Planning", title="One topic, newer", date="2021-01-01")
    make_article(tree.index, "Leadership", title="None", date="2026-01-01")

    assert titles_of_related(article) == ["Two topics", "One topic, newer", "One topic, older"]


def test_an_article_is_never_related_to_itself_or_to_a_draft(tree: SiteTree) -> None:
    article = make_article(tree.index, "Security")
    draft = make_article(tree.index, "Security", title="Draft")
    draft.unpublish()
    make_article(tree.index, title="Published")

    assert titles_of_related(article) == ["Published"]


def test_a_lonely_article_shows_no_empty_list(tree: SiteTree) -> None:
    assert "Read next" not in read(make_article(tree.index)).one("main").text


def test_a_video_is_a_link_and_nothing_of_youtubes_is_loaded(tree: SiteTree) -> None:
    page = read_body(tree, ("video", VIDEO))

    link = page.one("a", href=VIDEO["url"])
    assert link.attributes["data-video"] == "GA8z7f7a2Pk"
    assert "The dancing man" in page.one("figcaption").text
    assert not page.all("iframe")
    assert not page.all("img")


def test_headings_have_addresses_and_keep_their_order(tree: SiteTree) -> None:
    page = read_body(
        tree,
        ("heading", "What it is"),
        ("text", "<p>Words.</p><h3>Smaller</h3>"),
        ("callout", {"heading": "Mind", "text": "<p>This.</p>"}),
        ("words", {"title": "Four", "items": ["one", "two"]}),
    )

    assert page.all("h2")[0].attributes["id"] == "what-it-is"
    order = [each.tag for each in page.elements if each.tag in {"h1", "h2", "h3", "h4"}]
    assert order[:3] == ["h1", "h2", "h3"]
    assert [item.text for item in page.all("li")[-2:]] == ["one", "two"]


def test_links_between_articles_follow_the_page_wherever_it_moves(tree: SiteTree) -> None:
    other = make_article(tree.index, slug="before")
    link = f'<a linktype="page" id="{other.pk}">there</a>'
    article = make_article(
        tree.index,
        body=[("text", f"<p>{link}</p>"), ("callout", {"heading": "", "text": f"<p>{link}</p>"})],
    )
    other.slug = "after"
    other.save()

    links = [each for each in read(article).all("a") if each.text == "there"]

    assert [each.attributes["href"] for each in links] == ["/articles/after/"] * 2


def test_a_call_shows_its_own_number_or_else_the_firms_once(tree: SiteTree) -> None:
    own = {"text": "Ring the office.", "phone": "020 7946 0999"}

    page = read_body(tree, ("call", own), CALL)

    assert [each.text for each in page.all("a", href="tel:+442079460999")] == ["020 7946 0999"]
    assert page.one("main").text.count("Ring 020 7946 0018.") == 1


def test_what_an_editor_types_is_text_and_never_markup(tree: SiteTree) -> None:
    bad = "<script>alert(1)</script>"
    article = make_article(
        tree.index,
        title=bad,
        summary=bad,
        writer=make_author(name=bad, role=bad, bio=bad),
        body=[
            ("heading", bad),
            ("words", {"title": bad, "items": [bad]}),
            ("callout", {"heading": bad, "text": "<p>Fine.</p>"}),
            ("call", {"text": bad, "phone": ""}),
            ("video", {**VIDEO, "title": bad}),
        ],
    )

    page = read(article)

    scripts = [each for each in page.all("script") if not each.attributes.get("src")]
    assert scripts == page.all("script", type="application/ld+json")
    assert page.one("h1").text == bad


def test_each_article_has_a_drawing_of_its_own(tree: SiteTree) -> None:
    one, two = (read(make_article(tree.index, title=title)) for title in ("This", "That"))

    assert one.all("path")[0].attributes["d"] != two.all("path")[0].attributes["d"]


def test_the_list_shows_twelve_a_page_and_leads_to_the_rest(tree: SiteTree) -> None:
    for number in range(13):
        make_article(tree.index, title=f"Number {number}", date=f"2026-01-{number + 1:02}")

    first, second, beyond = (
        Markup(Client().get(f"/articles/?page={page}").content.decode()) for page in (1, 2, 99)
    )

    assert [each.text for each in first.all("h2")][:2] == ["Number 12", "Number 11"]
    assert len(first.all("h2")) == 12
    assert first.one("a", rel="next").attributes["href"] == "?page=2"
    assert [each.text for each in second.all("h2")] == ["Number 0"]
    assert "Page 2 of 2" in beyond.one("main").text


def test_every_entry_of_the_contents_leads_to_its_heading_in_any_script(tree: SiteTree) -> None:
    titles = ["Что это стоит", "كم يكلف", "🚀", "😀", "Что это стоит", "Plain"]

    page = read_body(tree, *(("heading", title) for title in titles))

    headings = {
        each.attributes["id"]: each.text for each in page.all("h2") if "id" in each.attributes
    }
    links = [each for each in page.all("a") if each.text in titles]
    assert len(headings) >= len(titles)
    assert len(links) == 2 * len(titles)  # beside the text, and folded above it
    assert all(headings[each.attributes["href"].removeprefix("#")] == each.text for each in links)
