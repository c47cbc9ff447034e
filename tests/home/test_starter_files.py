"""The starter content keeps the promises the importer and the pages rely on."""

import re
import tomllib
from collections import Counter
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

STARTER = Path(__file__).resolve().parents[2] / "home" / "starter"
ARTICLES = sorted((STARTER / "articles").glob("*.md"))
LEADERSHIP = STARTER / "articles" / "leadership-and-management-skills.md"
PHONE = "0330 0434 532"
TOPICS = {"Leadership", "Managing IT", "Security", "Planning", "Working with suppliers"}
LONGEST = {"title": 70, "summary": 200, "search_description": 155}
INTERNAL_LINK = re.compile(r"\]\(/articles/([a-z0-9-]+)/\)")
PLACEHOLDER = re.compile(r"\{[^}]*\}")

each_article = pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)


def read(path: Path) -> tuple[dict[str, Any], list[str]]:
    """Return an article's front matter and its paragraphs."""
    _, front, body = path.read_text(encoding="utf-8").split("+++\n", 2)
    return tomllib.loads(front), [part for part in body.strip().split("\n\n") if part]


def load(name: str) -> dict[str, Any]:
    return tomllib.loads((STARTER / name).read_text(encoding="utf-8"))


def slugs() -> list[str]:
    return [read(path)[0]["slug"] for path in ARTICLES]


def test_there_are_six_articles_with_six_slugs() -> None:
    assert len(ARTICLES) == 6
    assert len(set(slugs())) == 6


@each_article
def test_front_matter_is_complete_and_fits(path: Path) -> None:
    front, _ = read(path)

    assert set(front) == {*LONGEST, "slug", "topics", "date", "author"}
    assert all(0 < len(front[key]) <= most for key, most in LONGEST.items())
    assert 1 <= len(front["topics"]) <= 3
    assert set(front["topics"]) <= TOPICS
    assert date(2026, 8, 1) <= front["date"] <= date(2026, 11, 20)
    assert front["author"] == "The team"
    assert front["slug"] == path.stem


@each_article
def test_an_article_has_substance_and_headings(path: Path) -> None:
    _, paragraphs = read(path)

    assert 600 <= len(" ".join(paragraphs).split()) <= 1000
    assert 4 <= sum(part.startswith("## ") for part in paragraphs) <= 7
    assert sum(part.startswith("> ") for part in paragraphs) <= 2


@each_article
def test_the_last_paragraph_invites_a_call(path: Path) -> None:
    assert PHONE in read(path)[1][-1]


@each_article
def test_internal_links_lead_to_another_article_that_exists(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    targets = INTERNAL_LINK.findall(text)

    assert len(targets) == text.count("](/")
    assert set(targets) <= set(slugs()) - {path.stem}


@each_article
def test_prose_uses_typographic_quotes_and_dashes(path: Path) -> None:
    prose = "\n".join(read(path)[1])

    assert not re.search(r"[\"']| - |--|\.\.\.", prose)


def test_no_two_articles_share_a_paragraph() -> None:
    counts = Counter(part for path in ARTICLES for part in read(path)[1] if len(part) > 40)

    assert [part for part, times in counts.items() if times > 1] == []


def test_three_other_articles_share_a_topic_with_the_leadership_article() -> None:
    topics = set(read(LEADERSHIP)[0]["topics"])

    sharing = [p for p in ARTICLES if p != LEADERSHIP and topics & set(read(p)[0]["topics"])]

    assert len(sharing) >= 3


def test_the_leadership_article_is_newest_and_keeps_its_question() -> None:
    front, _ = read(LEADERSHIP)

    assert front["date"] == max(read(path)[0]["date"] for path in ARTICLES)
    assert "Leadership and management skills: are they the same?" in front["title"]


def test_the_leadership_article_holds_the_video_and_both_lists_of_words() -> None:
    _, paragraphs = read(LEADERSHIP)

    url = r"https://www\.youtube\.com/watch\?v=GA8z7f7a2Pk"
    assert any(re.fullmatch(rf"\[[^\]]+\]\({url}\)", part) for part in paragraphs)
    assert "- Planning\n- Organising\n- Direction\n- Control" in paragraphs
    assert "- Enterprise\n- Design\n- Inspiration\n- Action" in paragraphs
    assert "friendly discussion regarding your IT needs" in paragraphs[-1]


def test_the_quiz_has_six_questions_whose_options_score_from_nothing_to_three() -> None:
    quiz = load("quiz.toml")

    assert "quiz" in quiz["slug"]
    assert len(quiz["question"]) == 6
    for question in quiz["question"]:
        points = [len(option["points"]) for option in question["option"]]
        assert 3 <= len(points) <= 4
        assert min(points) == 0
        assert max(points) == 3
        assert len({option["text"] for option in question["option"]}) == len(points)


def test_every_possible_score_has_exactly_one_result() -> None:
    quiz = load("quiz.toml")
    highest = sum(max(len(o["points"]) for o in q["option"]) for q in quiz["question"])

    covered = [
        score
        for result in quiz["result"]
        for score in range(result["min_score"], result.get("max_score", highest) + 1)
    ]

    assert sorted(covered) == list(range(highest + 1))


def test_better_answers_have_all_the_points_of_the_ones_before_them_in_categories_there_are() -> (
    None
):
    quiz = load("quiz.toml")

    for question in quiz["question"]:
        points = [Counter(option["points"]) for option in question["option"]]
        assert set().union(*points) <= set(quiz["categories"])
        assert all(less <= more for less, more in pairwise(points))


def test_the_weaker_answers_of_every_question_name_an_article_and_an_opening_question() -> None:
    for question in load("quiz.toml")["question"]:
        for option in question["option"][:2]:
            assert option["article"] in slugs()
            assert option["opener"].endswith("?")


def test_every_result_explains_itself_and_names_articles_that_exist() -> None:
    for result in load("quiz.toml")["result"]:
        assert result["title"]
        assert result["text"].strip()
        assert result["sales_note"]
        assert 1 <= len(result["articles"]) <= 2
        assert set(result["articles"]) <= set(slugs())


def test_each_marketing_channel_has_a_consent_wording_of_its_own() -> None:
    consents = load("pages.toml")["contact"]["consent"]

    asked = [(consent["purpose"], consent["channel"]) for consent in consents]

    assert asked == [("marketing", "email"), ("marketing", "phone")]
    assert len({consent["wording"] for consent in consents}) == 2


def test_only_the_pages_file_holds_placeholders_and_only_these() -> None:
    pages = (STARTER / "pages.toml").read_text(encoding="utf-8")
    written_once = {"{receivers}", "{periods}"}  # in the privacy notice, when it is made

    assert set(PLACEHOLDER.findall(pages)) == {"{firm_name}", "{phone}", *written_once}
    body = load("pages.toml")["privacy"]["body"]
    assert all(body.count(each) == 1 for each in written_once)
    for path in [*ARTICLES, STARTER / "quiz.toml"]:
        assert not PLACEHOLDER.search(path.read_text(encoding="utf-8")), path.name


def test_readers_are_not_told_to_have_the_privacy_notice_checked() -> None:
    body = load("pages.toml")["privacy"]["body"]

    assert "legal advice" not in body
    assert "ico.org.uk/make-a-complaint" in body
