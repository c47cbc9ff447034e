"""What an article tells machines it is."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone
from PIL import Image as Picture

from blog.models import ArticlePage
from tests.markup import Markup
from tests.site_tree import SiteTree, make_article, make_author, make_image, make_site

BASE = settings.WAGTAILADMIN_BASE_URL
ANSWER = {"question": "What does <it> cost?", "answer": "<p>Nothing.</p><p>Really.</p>"}


@pytest.fixture
def tree(db: None) -> SiteTree:
    return make_site()


def nodes(article: ArticlePage) -> list[dict[str, Any]]:
    page = Markup(Client().get(article.get_url()).content.decode())
    found = json.loads(page.one("script", type="application/ld+json").text)["@graph"]
    return list(found)


def node(article: ArticlePage, kind: str) -> dict[str, Any]:
    found = [each for each in nodes(article) if each["@type"] == kind]
    assert len(found) == 1, f"{len(found)} times {kind}"
    return found[0]


def test_an_article_is_a_posting_with_all_that_search_engines_ask_for(tree: SiteTree) -> None:
    article = make_article(
        tree.index, "Security", slug="one", title="One", summary="Short.", date=date(2026, 1, 5)
    )

    posting = node(article, "BlogPosting")

    assert posting["headline"] == "One"
    assert posting["description"] == "Short."
    assert posting["url"] == f"{BASE}/articles/one/"
    assert posting["mainEntityOfPage"] == {"@id": f"{BASE}/articles/one/#page"}
    assert posting["datePublished"] == "2026-01-05T00:00:00+00:00"
    assert posting["about"] == [{"@type": "Thing", "name": "Security"}]
    assert posting["image"][0].startswith(f"{BASE}/social/")
    firm = node(article, "Organization")["@id"]
    assert posting["publisher"] == posting["author"] == {"@id": firm}


def test_a_shared_article_says_when_it_was_published_and_changed(tree: SiteTree) -> None:
    article = make_article(tree.index)
    article.save_revision().publish()

    page = Markup(Client().get(article.get_url()).content.decode())

    assert page.one("meta", property="og:type").attributes["content"] == "article"
    for name in ("article:published_time", "article:modified_time"):
        moment = datetime.fromisoformat(page.one("meta", property=name).attributes["content"])
        assert moment.tzinfo is not None


def test_dates_are_those_that_readers_see_with_their_zone(tree: SiteTree) -> None:
    article = make_article(tree.index, date=date(2026, 7, 1))
    article.save_revision().publish()

    posting = node(article, "BlogPosting")

    assert posting["datePublished"] == "2026-07-01T00:00:00+01:00"
    published, modified = (
        datetime.fromisoformat(posting[name]) for name in ("datePublished", "dateModified")
    )
    assert modified.tzinfo is not None
    assert modified >= published


def test_an_article_of_today_says_at_what_time_it_went_out(tree: SiteTree) -> None:
    article = make_article(tree.index)
    article.save_revision().publish()
    article.refresh_from_db()

    posting = node(article, "BlogPosting")

    first = timezone.localtime(article.first_published_at)
    assert posting["datePublished"] == first.isoformat(timespec="seconds")


def test_an_author_is_a_person_with_what_is_known_of_them_and_no_more(tree: SiteTree) -> None:
    known = make_author(name="Ann Lee", slug="ann-lee", role="Engineer", bio="Mends things.")
    other = make_author(name="Bo Ray", slug="bo-ray", role="", bio="")

    person = node(make_article(tree.index, writer=known), "Person")
    bare = node(make_article(tree.index, writer=other), "Person")

    assert (person["name"], person["jobTitle"]) == ("Ann Lee", "Engineer")
    assert person["url"] == f"{BASE}/articles/?author=ann-lee"
    assert set(bare) == {"@type", "@id", "name", "url", "worksFor"}


def test_an_authors_photo_is_told_as_a_square_that_can_be_fetched(tree: SiteTree) -> None:
    author = make_author(photo=make_image("Ann"))

    address = node(make_article(tree.index, writer=author), "Person")["image"]

    assert address.startswith(f"{BASE}/media/images/")
    with default_storage.open(address.partition("/media/")[2]) as file:
        assert Picture.open(file).size == (400, 400)


def test_an_author_whose_photo_is_lost_is_told_without_one(tree: SiteTree) -> None:
    photo = make_image("Ann")
    default_storage.delete(photo.file.name)

    assert "image" not in node(make_article(tree.index, writer=make_author(photo=photo)), "Person")


def test_an_author_has_a_face_beside_the_title_and_in_what_is_said_of_them(tree: SiteTree) -> None:
    with_photo = make_author(name="Ann Lee", photo=make_image("Ann"), bio="Mends things.")
    without = make_author(name="Bo van Ray", bio="Asks why.")

    shown = Client().get(make_article(tree.index, writer=with_photo).get_url()).content.decode()
    initials = Client().get(make_article(tree.index, writer=without).get_url()).content.decode()

    faces = [each for each in Markup(shown).all("img") if each.attributes.get("class") == "face"]
    assert len(faces) == 2
    assert {face.attributes["alt"] for face in faces} == {""}  # the name stands beside it
    assert {(face.attributes["width"], face.attributes["height"]) for face in faces} == {
        ("128", "128")
    }
    assert {each.text for each in Markup(initials).all("span", **{"class": "face"})} == {"BR"}


def test_the_author_of_a_posting_is_the_person_beside_it(tree: SiteTree) -> None:
    article = make_article(tree.index, writer=make_author(name="Ann Lee"))

    assert node(article, "BlogPosting")["author"] == {"@id": node(article, "Person")["@id"]}


def test_a_video_says_what_it_is_and_where_it_plays(tree: SiteTree) -> None:
    video = {"url": "https://youtu.be/GA8z7f7a2Pk", "title": "The dancing man"}
    article = make_article(tree.index, slug="one", body=[("video", video)])

    found = node(article, "VideoObject")

    assert found["name"] == "The dancing man"
    assert found["embedUrl"] == "https://www.youtube-nocookie.com/embed/GA8z7f7a2Pk"
    assert found["thumbnailUrl"].startswith("https://")
    assert "uploadDate" not in found
    assert "transcript" not in found


def test_a_videos_transcript_is_told_as_text_and_its_day_with_a_zone(tree: SiteTree) -> None:
    video = {
        "url": "https://youtu.be/GA8z7f7a2Pk",
        "title": "",
        "uploaded": "2009-05-26",
        "transcript": "<p>One &amp; two.</p><p>Three.</p>",
    }

    found = node(
        make_article(tree.index, title="Its title", body=[("video", video)]), "VideoObject"
    )

    assert found["transcript"] == "One & two. Three."
    assert found["uploadDate"] == "2009-05-26T00:00:00+01:00"
    assert found["name"] == "Its title"


def test_all_questions_of_an_article_are_one_list(tree: SiteTree) -> None:
    faq = ("faq", {"items": [ANSWER, ANSWER]})
    article = make_article(tree.index, body=[faq, ("text", "<p>x</p>"), faq])

    questions = node(article, "FAQPage")["mainEntity"]

    assert len(questions) == 4
    assert questions[0]["name"] == "What does <it> cost?"
    assert questions[0]["acceptedAnswer"] == {"@type": "Answer", "text": "Nothing. Really."}


def test_an_article_without_videos_and_questions_claims_none(tree: SiteTree) -> None:
    kinds = {each["@type"] for each in nodes(make_article(tree.index))}

    assert kinds.isdisjoint({"VideoObject", "FAQPage", "Person"})


def test_the_list_of_articles_says_how_it_is_searched(tree: SiteTree) -> None:
    page = Markup(Client().get("/articles/").content.decode())
    graph = json.loads(page.one("script", type="application/ld+json").text)["@graph"]

    action = next(each for each in graph if each["@type"] == "WebSite")["potentialAction"]

    template = f"{BASE}/articles/?q={{search_term_string}}"
    assert action["target"]["urlTemplate"] == template


def test_comparisons_questions_and_quotes_can_be_read_as_markdown(tree: SiteTree) -> None:
    comparison = {
        "caption": "Two",
        "left": "Manage",
        "right": "Lead",
        "rows": [{"left": "Plan", "right": "Move | inspire"}],
    }
    body = [
        ("comparison", comparison),
        ("faq", {"items": [ANSWER]}),
        ("quote", {"text": "Well said.", "attribution": "Ann"}),
        ("code", {"title": "Shell", "code": "a_b <c>"}),
    ]
    make_article(tree.index, slug="one", body=body)

    text = Client().get("/articles/one.md").content.decode()

    assert "| Manage | Lead |\n| --- | --- |\n| Plan | Move \\| inspire |" in text
    assert "### What does \\<it> cost?\n\nNothing.\n\nReally." in text
    assert "> Well said." in text
    assert "a_b <c>" in text
