"""An editor tries the quiz as it stands in the form: it works, and it counts nowhere."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import time_machine
from django.test import Client
from django.utils import timezone

from leads.models import Delivery, Enquiry, Person, QuizAttempt, QuizPage, QuizVersion
from tests.fakes import FakeDestination
from tests.leads.quiz.editor import SAVE, form_of, stored
from tests.visitor import Visitor, enquire


def begin(client: Client, quiz: QuizPage, **changes: Any) -> str:
    """Press "Try it", and return where that leads."""
    answer = client.post(f"/admin/quiz/try/{quiz.pk}/", form_of(quiz, SAVE, **changes))
    assert answer.status_code == 303, answer.content.decode()
    return answer.headers["Location"]


def reworded(quiz: QuizPage) -> dict[str, Any]:
    form = stored(quiz)
    form["questions"][0]["value"]["text"] = "Only in the form so far?"
    return form


def test_the_quiz_is_asked_as_it_stands_in_the_form(quiz: QuizPage, editor: Client) -> None:
    address = begin(editor, quiz, **reworded(quiz))

    assert "Only in the form so far?" in Visitor().get(address).text
    attempt = QuizAttempt.objects.get()
    assert attempt.is_test
    assert attempt.version.is_draft
    assert attempt.version.quiz == quiz


def test_visitors_go_on_with_what_is_published(quiz: QuizPage, editor: Client) -> None:
    begin(editor, quiz, **reworded(quiz))
    begin(editor, quiz)

    visitor = Visitor()
    page = visitor.submit(visitor.get(quiz.url).form())

    assert "Who decides what your firm changes next in its IT?" in page.text
    assert not QuizVersion.objects.current(quiz).is_draft


def test_what_is_sent_is_kept_marked_and_delivered_to_nobody(
    quiz: QuizPage, editor: Client, monkeypatch: Any
) -> None:
    monkeypatch.setattr("leads.delivery.registry.destinations", lambda: {"main": FakeDestination()})
    visitor = Visitor()
    page = visitor.get(begin(editor, quiz))
    while "/result/" not in page.url:
        page = visitor.submit(page.form("option"), option=page.form("option").choices["option"][0])

    enquire(visitor, page)

    enquiry = Enquiry.objects.get()
    assert enquiry.is_test
    assert not Enquiry.objects.real().exists()
    assert not Delivery.objects.exists()
    assert Person.objects.get().name == ""


def test_the_same_text_is_frozen_once_however_often_it_is_tried(
    quiz: QuizPage, editor: Client
) -> None:
    for _ in range(3):
        begin(editor, quiz, **reworded(quiz))

    assert QuizVersion.objects.filter(is_draft=True).count() == 1
    assert QuizAttempt.objects.count() == 3


def test_a_quiz_without_a_question_says_what_is_missing(quiz: QuizPage, editor: Client) -> None:
    form = form_of(quiz, SAVE, questions=[])

    answer = editor.post(f"/admin/quiz/try/{quiz.pk}/", form)

    assert "There is no question yet." in answer.content.decode()
    assert not QuizAttempt.objects.exists()


def test_a_quiz_can_be_tried_before_it_is_first_saved(quiz: QuizPage, editor: Client) -> None:
    home = quiz.get_parent()

    answer = editor.post(f"/admin/quiz/try/below/{home.pk}/", form_of(quiz, SAVE, slug="another"))

    assert answer.status_code == 303
    assert QuizAttempt.objects.get().version.quiz is None


def test_what_was_tried_is_forgotten_after_a_month(quiz: QuizPage, editor: Client) -> None:
    begin(editor, quiz, **reworded(quiz))

    with time_machine.travel(timezone.now() + timedelta(days=31)):
        assert QuizAttempt.objects.purge() == 1

    assert not QuizVersion.objects.filter(is_draft=True).exists()
    assert QuizVersion.objects.exists()
