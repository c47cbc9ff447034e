"""The quiz of the starter content."""

from __future__ import annotations

import json
import tomllib
import uuid
from collections import Counter
from typing import Any

from blog.importing.story import RawBlock
from blog.models import ArticlePage
from home.models import HomePage
from home.starting_parts import FOLDER, add_page, as_html, item
from leads.models import QuizPage

Articles = dict[str, ArticlePage]  # by slug
Ids = dict[str, str]  # of categories, by name


def add_quiz(home: HomePage, articles: Articles) -> QuizPage:
    """Publish the quiz. Its answers and results recommend some of `articles`."""
    quiz = tomllib.loads((FOLDER / "quiz.toml").read_text(encoding="utf-8"))
    ids = {name: str(uuid.uuid4()) for name in quiz["categories"]}
    categories = [{"type": "category", "id": key, "value": name} for name, key in ids.items()]
    page: QuizPage = add_page(
        home,
        QuizPage(
            title=quiz["title"],
            slug=quiz["slug"],
            intro=quiz["intro"],
            time=quiz["time"],
            categories=json.dumps(categories),
            questions=json.dumps([_question(each, articles, ids) for each in quiz["question"]]),
            results=json.dumps([_result(each, articles) for each in quiz["result"]]),
        ),
    )
    return page


def _question(question: dict[str, Any], articles: Articles, ids: Ids) -> RawBlock:
    value = {
        "text": question["text"],
        "help": question.get("help", ""),
        "options": [item(_option(each, articles, ids)) for each in question["option"]],
    }
    return {"type": "choice", "id": str(uuid.uuid4()), "value": value}


def _option(option: dict[str, Any], articles: Articles, ids: Ids) -> dict[str, Any]:
    article = option.get("article")
    return {
        "text": option["text"],
        "points": {ids[name]: points for name, points in Counter(option["points"]).items()},
        "article": articles[article].pk if article else None,
        "opener": option.get("opener", ""),
    }


def _result(result: dict[str, Any], articles: Articles) -> RawBlock:
    value = {
        "title": result["title"],
        "rule": {
            "category": "",
            "measure": "score",
            "start": result["min_score"],
            "end": result.get("max_score"),
        },
        "text": as_html(result["text"]),
        "articles": [item(articles[slug].pk) for slug in result["articles"]],
        "sales_note": result["sales_note"],
    }
    return {"type": "result", "id": str(uuid.uuid4()), "value": value}
