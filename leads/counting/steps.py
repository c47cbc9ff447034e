"""The steps of the way to an enquiry, counted where the server sees them: for every visitor."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest

from leads.counting.buffer import count
from leads.counting.people import is_visitor
from leads.counting.sources import source_of
from leads.models import QuizAttempt
from leads.models.tally import What


def arrived(request: HttpRequest, attribution: Mapping[str, Any], version: int = 0) -> None:
    """Count that a page with a form was opened, and the article whose invitation led to it.

    `version` is that of the quiz, if it is a quiz's page.
    """
    if not is_visitor(request):
        return
    page, source = _page(attribution), source_of(attribution)
    if page:
        count(What.PRESSED, page=page, source=source)
    if version:
        count(What.OPENED, page=page, version=version, source=source)


def moved_on(request: HttpRequest, attempt: QuizAttempt, news: Iterable[str]) -> None:
    """Count what an attempt has come to for the first time, as `leads.quiz.stations` names it."""
    if attempt.is_test or not is_visitor(request):
        return
    page, source = _page(attempt.attribution), source_of(attempt.attribution)
    for each in news:
        what, _, question = each.partition(":")
        if question:
            count(What(what), version=attempt.version_id, question=question)
        else:
            count(What(what), page=page, version=attempt.version_id, source=source)


def _page(attribution: Mapping[str, Any]) -> int:
    return int(attribution.get("article_id", 0))
