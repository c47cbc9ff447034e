"""What to read after an article: the editor's picks, then what is most like it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from blog.similarity import likeness

if TYPE_CHECKING:
    from blog.models import ArticlePage

MOST = 3
CONSIDERED = 300  # of the newest articles; reading more would not make the choice better
TEXT_COUNTS = 2.5  # how many shared topics two texts of the same words would make up for


@dataclass(frozen=True)
class Candidate:
    """Another article, newest ones first where several are equally alike."""

    pk: int
    terms: dict[str, int]
    topics: frozenset[int] = field(default_factory=frozenset)


def choose(
    terms: dict[str, int],
    topics: frozenset[int],
    picks: Iterable[int],
    candidates: list[Candidate],
) -> list[int]:
    """Return the ids of up to MOST candidates: `picks` in their order, then the most alike.

    `candidates` are in the order that decides between equals. A pick that is not among them, such
    as one that is not published, is left out.
    """
    alike = likeness(terms, (each.terms for each in candidates))
    points = {
        each.pk: len(topics & each.topics) + TEXT_COUNTS * text
        for each, text in zip(candidates, alike, strict=True)
    }
    picked = [pk for pk in dict.fromkeys(picks) if pk in points]
    rest = sorted((pk for pk in points if pk not in picked), key=lambda pk: -points[pk])
    return [*picked, *rest][:MOST]


def related_articles(article: ArticlePage) -> list[ArticlePage]:
    """Return up to MOST articles to read after `article`, with their topics."""
    others = article.public(type(article).objects.live().exclude(pk=article.pk))
    rows = others.newest_first().values_list("pk", "terms")[:CONSIDERED]
    topics = article.topics_everywhere
    candidates = [
        Candidate(pk, terms, frozenset(topic.pk for topic in topics[pk])) for pk, terms in rows
    ]
    own = frozenset(topic.pk for topic in article.topic_list)
    chosen = choose(article.terms, own, article.picked_ids, candidates)
    found = type(article).objects.in_bulk(chosen)
    for pk, each in found.items():
        each.topic_list = topics[pk]
    return [found[pk] for pk in chosen if pk in found]


def topics_by_article(through: Any) -> dict[int, list[Any]]:
    """Return the topics of every article by its id, from the table that connects them."""
    topics: dict[int, list[Any]] = defaultdict(list)
    for row in through.objects.select_related("topic").order_by("topic__name"):
        topics[row.articlepage_id].append(row.topic)
    return topics
