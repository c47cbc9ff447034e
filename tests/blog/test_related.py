"""What is offered after an article."""

from __future__ import annotations

import pytest
from django.test import Client

from blog.models import ArticlePage
from blog.related import Candidate, choose
from tests.markup import Markup
from tests.site_tree import SiteTree, make_article, make_author, make_image, make_site


@pytest.fixture
def tree(db: None) -> SiteTree:
    return make_site()


def publish(tree: SiteTree, *topics: str, text: str = "", **fields: object) -> ArticlePage:
    article = make_article(tree.index, *topics, body=[("text", f"<p>{text}</p>")], **fields)
    article.save_revision().publish()
    return ArticlePage.objects.get(pk=article.pk)


def titles(article: ArticlePage) -> list[str]:
    return [each.title for each in ArticlePage.objects.get(pk=article.pk).related]


def test_between_articles_of_the_same_topics_the_text_decides() -> None:
    topics = frozenset({1})
    unlike = Candidate(2, {"leader": 3}, topics)
    alike = Candidate(3, {"backup": 2}, topics)

    assert choose({"backup": 4}, topics, [], [unlike, alike]) == [3, 2]


def test_picks_come_first_in_their_order_once_and_only_when_they_can_be_read() -> None:
    candidates = [Candidate(pk, {}) for pk in (1, 2, 3, 4)]

    assert choose({}, frozenset(), [4, 99, 2, 4], candidates) == [4, 2, 1]


def test_publishing_remembers_what_an_article_is_about(tree: SiteTree) -> None:
    article = publish(tree, title="Backups", text="Restore a router.")

    assert article.terms == {"backup": 2, "restore": 1, "router": 1}


def test_articles_without_a_topic_find_their_like_by_their_words(tree: SiteTree) -> None:
    article = publish(tree, title="Tapes", text="Restore the backup from tape.")
    publish(tree, title="Older, alike", text="A backup on tape.", date="2020-01-01")
    for number in range(3):
        publish(tree, title=f"Newer {number}", text="Leading a team.", date="2026-01-01")

    assert titles(article)[0] == "Older, alike"
    assert len(titles(article)) == 3


def test_the_editors_picks_are_shown_first_and_a_draft_among_them_is_not(tree: SiteTree) -> None:
    article = publish(tree, "Security")
    publish(tree, "Security", title="Alike")
    picked, draft = publish(tree, title="Picked"), publish(tree, title="Draft")
    draft.unpublish()
    article.picks = [("article", draft), ("article", picked), ("article", article)]
    article.save()

    assert titles(article) == ["Picked", "Alike"]


def test_articles_of_authors_with_and_without_a_photo_are_offered_alike(tree: SiteTree) -> None:
    article = publish(tree, "Security")
    publish(tree, "Security", title="With a face", writer=make_author(photo=make_image("Ann")))
    publish(tree, "Security", title="Without one", writer=make_author(name="Bo Ray"))

    page = Markup(Client().get(article.get_url()).content.decode())

    assert set(titles(article)) == {"With a face", "Without one"}
    assert {"With a face", "Without one"} <= {each.text.strip() for each in page.all("h3")}
