"""A step of the quiz: one answer posted, and the next question as the answer to its 303."""

from __future__ import annotations

from functools import partial

from bench.stage import ARTICLE, Row, Stage, seconds
from tests.visitor import Page

TIMES = 10  # quizzes


def measure(stage: Stage) -> list[Row]:
    took: list[float] = []
    for _ in range(TIMES):
        visitor = stage.visitor()
        page = visitor.get(visitor.get(ARTICLE).link("?from="))
        page = visitor.submit(page.form())
        while page.asks("option"):
            send = partial(visitor.submit, page.form("option"), option=_second_choice(page))
            took.append(seconds(send))
            page = visitor.pages[-1]
    middle = sorted(took)[len(took) // 2]
    note = f"{len(took)} steps of two requests each"
    return [Row("quiz step", middle, "a small static file", stage.static_request, note)]


def _second_choice(page: Page) -> str:
    return page.form("option").choices["option"][1]
