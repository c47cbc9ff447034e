"""Each step and each result of a quiz as visitors will see it, for its editor."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from leads.capture import contact
from leads.models import QuizPage
from leads.quiz import showing
from leads.quiz.answers import Answer, Answers
from leads.quiz.content import Question, Quiz, Result, Rule, read
from leads.quiz.scoring import first_unanswered, outcome, path
from leads.quiz.views import BEFORE_RESULT

TRIES = 400  # random takers, until one gets the result


def show(request: HttpRequest, page: QuizPage, mode: str) -> HttpResponse:
    """Return the step that a preview mode of the page names: the start for one that is not there.

    Modes are "question:" or "result:" and an id, "contact", and "" for the start.
    """
    quiz = read(page.content())
    kind, _, wanted = mode.partition(":")
    response = _question(request, quiz, wanted) if kind == "question" else None
    response = _result(request, quiz, wanted) if kind == "result" else response
    response = _contact(request, quiz) if kind == "contact" else response
    response = response or _start(request, page, quiz)
    # Its forms would be sent to the admin's own address.
    response.headers["Content-Security-Policy"] = "form-action 'none'; connect-src 'none'"
    return response


def _start(request: HttpRequest, page: QuizPage, quiz: Quiz) -> HttpResponse:
    context = {**page.get_context(request), **showing.start_shown(quiz)}
    return render(request, page.get_template(request), context)


def _question(request: HttpRequest, quiz: Quiz, wanted: str) -> HttpResponse | None:
    question = next((each for each in quiz.questions if each.id == wanted), None)
    if question is None:
        return None
    shown = showing.question_shown(quiz, question, answers_before(quiz, question))
    return render(request, "leads/question.html", shown)


def _result(request: HttpRequest, quiz: Quiz, wanted: str) -> HttpResponse | None:
    result = next((each for each in quiz.results if each.id == wanted), None)
    if result is None:
        return None
    quiz, answers = taker_of(quiz, result)
    return render(request, "leads/result.html", showing.result_shown(request, quiz, answers))


def _contact(request: HttpRequest, quiz: Quiz) -> HttpResponse:
    shown = contact.show(request, contact.Offer(scope="preview", is_test=True))
    texts = contact.texts(request) | (BEFORE_RESULT if quiz.gated else {})
    return render(request, "leads/contact.html", {"shown": shown, "texts": texts})


def answers_before(quiz: Quiz, question: Question) -> Answers:
    """Return answers of somebody who is asked this question, if there can be such a person."""
    for answers in _takers(quiz):
        asked = [each.id for each in path(quiz, answers)]
        if question.id in asked:
            return {each: answers[each] for each in asked[: asked.index(question.id)]}
    return {}


def taker_of(quiz: Quiz, result: Result) -> tuple[Quiz, Answers]:
    """Return the quiz and answers of somebody who gets this result.

    If nobody was found who does, the quiz is one that leads to nothing else.
    """
    answers: Answers = {}
    for answers in _takers(quiz):
        if outcome(quiz, answers).result == result:
            return quiz, answers
    return replace(quiz, results=(replace(result, rule=Rule()),)), answers


def _takers(quiz: Quiz) -> Iterator[Answers]:
    """Yield answers of random takers, always the same ones."""
    chance = random.Random(len(quiz.questions))  # noqa: S311  nothing depends on its being secret
    for _ in range(TRIES):
        answers: dict[str, Answer] = {}
        while (question := first_unanswered(quiz, answers)) is not None:
            if not question.options and question.kind != "text":
                break  # in a draft: nobody gets beyond it
            answers[question.id] = _answer(question, chance)
        yield answers


def _answer(question: Question, chance: random.Random) -> Answer:
    ids = [each.id for each in question.options]
    if question.kind == "text":
        return "Something in their own words."
    if question.kind == "multiple":
        return chance.sample(ids, chance.randint(1, len(ids)))
    return chance.choice(ids)
