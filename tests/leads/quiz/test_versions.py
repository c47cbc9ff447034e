"""Publishing freezes a version; what people began and what they sent stays as it was."""

from __future__ import annotations

import threading

import pytest
from django.db import connection
from django.test import Client

from blog.models import ArticlePage
from leads.models import Enquiry, QuizAttempt, QuizPage, QuizVersion
from tests.leads.quiz.editor import choice, save, stored
from tests.visitor import Visitor, enquire, take_quiz


def current(quiz: QuizPage) -> QuizVersion:
    """The version that somebody who starts now would take."""
    return QuizVersion.objects.current(QuizPage.objects.get(pk=quiz.pk))


def reword(quiz: QuizPage, text: str) -> dict[str, list[dict[str, object]]]:
    form = stored(quiz)
    form["questions"][0]["value"]["text"] = text
    return form


def test_publishing_freezes_what_visitors_take_from_then_on(
    quiz: QuizPage, moderator: Client
) -> None:
    before = current(quiz)

    save(moderator, quiz, **reword(quiz, "Who has the last word?"))

    after = current(quiz)
    assert after.pk != before.pk
    assert after.content["questions"][0]["text"] == "Who has the last word?"
    assert after.content["questions"][0]["id"] == before.content["questions"][0]["id"]


def test_saving_a_draft_changes_nothing_for_visitors(quiz: QuizPage, editor: Client) -> None:
    before = current(quiz)

    save(editor, quiz, {}, **reword(quiz, "Not yet?"))

    assert current(quiz) == before
    assert QuizVersion.objects.count() == 1


def test_who_is_in_the_middle_finishes_the_version_they_began(
    quiz: QuizPage, moderator: Client
) -> None:
    visitor = Visitor()
    page = visitor.submit(visitor.get(quiz.url).form())
    form = stored(quiz)

    save(moderator, quiz, **{**form, "questions": [choice("New?", ("A", 1), ("B", 0))]})

    page = visitor.submit(page.form("option"), option=page.form("option").choices["option"][0])
    assert "Question 2 of 6" in page.text


def test_going_back_to_an_earlier_text_publishes_that_text_again(
    quiz: QuizPage, moderator: Client
) -> None:
    save(moderator, quiz)
    first, quiz = current(quiz), QuizPage.objects.get()
    earlier = quiz.latest_revision
    save(moderator, quiz, **reword(quiz, "Who has the last word?"))

    revert = f"/admin/pages/{quiz.pk}/revisions/{earlier.pk}/revert/"
    assert moderator.get(revert).status_code == 200
    old = earlier.as_object()
    save(moderator, old, revision=str(earlier.pk), **stored(old))

    assert current(quiz) == first
    assert QuizVersion.objects.count() == 3  # the starter's, this one, and the one between


def test_a_quiz_that_went_live_before_versions_were_frozen_by_publishing_is_frozen_at_its_start(
    quiz: QuizPage,
) -> None:
    QuizVersion.objects.all().delete()

    take_quiz(Visitor(), quiz.url)

    assert QuizAttempt.objects.get().version == current(quiz)


def test_no_change_of_a_quiz_or_an_article_changes_an_enquiry(
    quiz: QuizPage, moderator: Client
) -> None:
    visitor = Visitor()
    enquire(visitor, take_quiz(visitor, "/articles/leadership-and-management-skills/", choose=0))
    before = Enquiry.objects.values().get()
    form = stored(quiz)

    save(moderator, quiz, **{**form, "questions": form["questions"][1:]})
    for page in [*ArticlePage.objects.all(), QuizPage.objects.get()]:
        page.delete()

    assert Enquiry.objects.values().get() == before
    version = Enquiry.objects.get().quiz_version
    assert version.quiz is None
    assert len(version.content["questions"]) == 6


@pytest.mark.django_db(transaction=True)
def test_two_who_freeze_the_same_text_at_once_get_the_same_version(quiz: QuizPage) -> None:
    QuizVersion.objects.all().delete()
    start, found = threading.Barrier(2), []

    def freeze() -> None:
        page = QuizPage.objects.get(pk=quiz.pk)
        start.wait()
        try:
            found.append(QuizVersion.objects.publish(page).pk)
        finally:
            connection.close()

    both = [threading.Thread(target=freeze) for _ in range(2)]
    for each in both:
        each.start()
    for each in both:
        each.join()

    assert len(found) == 2
    assert set(found) == set(QuizVersion.objects.values_list("pk", flat=True))
