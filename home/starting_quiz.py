"""The quiz of the starter content."""

from __future__ import annotations

import json
import tomllib

from blog.models import ArticlePage
from home.models import HomePage
from home.starting_parts import FOLDER, add_page, as_html, item
from leads.models import QuizPage


def add_quiz(home: HomePage, articles: dict[str, ArticlePage]) -> QuizPage:
    """Publish the quiz. Its results recommend `articles`, which are given by their slugs."""
    quiz = tomllib.loads((FOLDER / "quiz.toml").read_text(encoding="utf-8"))
    questions = [
        {
            "type": "question",
            "value": {
                "text": question["text"],
                "help": question.get("help", ""),
                "options": [item(each) for each in question["option"]],
            },
        }
        for question in quiz["question"]
    ]
    results = [
        {
            "type": "result",
            "value": {
                "from_score": result["min_score"],
                "title": result["title"],
                "text": as_html(result["text"]),
                "articles": [item(articles[slug].pk) for slug in result["articles"]],
                "sales_note": result["sales_note"],
            },
        }
        for result in quiz["result"]
    ]
    page: QuizPage = add_page(
        home,
        QuizPage(
            title=quiz["title"],
            slug=quiz["slug"],
            intro=quiz["intro"],
            time=quiz["time"],
            questions=json.dumps(questions),
            results=json.dumps(results),
        ),
    )
    return page
