"""The reports on quizzes in the admin: what was answered, and whether each quiz works."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from leads.models import Enquiry, QuizAttempt, QuizPage, QuizVersion
from tests.blog.editing.admin import member
from tests.factories import make_enquiry
from tests.leads.quiz.editor import SAVE, save, stored


def read(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return words_in(answer)


def words_in(answer: Any) -> str:
    return " ".join(unescape(strip_tags(answer.content.decode())).split())


def answers_of(client: Client, quiz: QuizPage) -> str:
    return read(client, f"/admin/quiz/answers/{quiz.pk}/")


def attempt(quiz: QuizPage, *choices: int, **values: Any) -> QuizAttempt:
    """Somebody who chose these options, by their places, of the first questions."""
    version = values.pop("version", None) or QuizVersion.objects.current(quiz)
    questions = version.content["questions"]
    answers = {
        question["id"]: question["options"][place]["id"]
        for question, place in zip(questions, choices, strict=False)
    }
    return QuizAttempt.objects.create(version=version, answers=answers, **values)


def test_answers_are_counted_by_question_and_small_numbers_point_at_nobody(
    quiz: QuizPage, editor: Client
) -> None:
    for _ in range(6):
        attempt(quiz, 3, 0)
    attempt(quiz, 0)

    words = answers_of(editor, quiz)

    assert "One answer. Asked 7, answered 7. " in words
    assert "The directors, from a written plan for the year 6 (85 %)" in words
    assert "Whatever broke last decides < 5" in words
    assert "One of us decides as each need comes up 0" in words
    assert "Asked 7, answered 6." in words  # the second question, which one left open


def test_tests_and_drafts_are_not_counted(quiz: QuizPage, editor: Client) -> None:
    for _ in range(9):
        attempt(quiz, 0, is_test=True)

    assert "Nobody has answered yet." in answers_of(editor, quiz)


def test_enquiries_from_before_attempts_were_kept_are_counted_once(
    quiz: QuizPage, editor: Client
) -> None:
    version = QuizVersion.objects.current(quiz)
    question = version.content["questions"][0]
    option = question["options"][0]
    answers = [
        {
            "question_id": question["id"],
            "question": question["text"],
            "option_id": option["id"],
            "answer": option["text"],
        }
    ]
    for _ in range(5):
        make_enquiry(quiz_version=version, answers=answers)
    make_enquiry(quiz_version=version, answers=answers, is_test=True)
    taken = [attempt(quiz, 0) for _ in range(2)]
    make_enquiry(quiz_version=version, answers=answers, attempt=taken[0])

    assert "Whatever broke last decides 7 (100 %)" in answers_of(editor, quiz)


def test_a_question_that_was_reworded_stays_together_and_shows_both_forms(
    quiz: QuizPage, moderator: Client
) -> None:
    for _ in range(5):
        attempt(quiz, 3)
    form = stored(quiz)
    form["questions"][0]["value"]["text"] = "Who has the last word?"
    form["questions"][0]["value"]["options"][3]["value"]["text"] = "The directors"
    save(moderator, quiz, **form)
    for _ in range(6):
        attempt(quiz, 3)

    words = answers_of(moderator, quiz)

    assert "Who has the last word? One answer. Asked 11, answered 11. Asked in 2 forms." in words
    before = "Before: The directors, from a written plan for the year"
    assert f"The directors {before} 11 (100 %)" in words
    assert "Who decides what your firm changes next in its IT?" in words
    assert "Asked 6, answered 6." in words


def test_what_people_wrote_and_who_they_are_is_not_shown(quiz: QuizPage, editor: Client) -> None:
    content = {
        **quiz.content(),
        "questions": [{"id": "t", "kind": "text", "text": "What else?", "options": []}],
    }
    version = QuizVersion.objects.create(quiz=quiz, digest="t", content=content)
    for _ in range(6):
        QuizAttempt.objects.create(version=version, answers={"t": "Ring Ann Lee"})

    words = answers_of(editor, quiz)

    assert "In their own words. Asked 6, answered 6." in words
    assert "Ann Lee" not in words


def test_the_overview_tells_live_quizzes_from_their_drafts(quiz: QuizPage, editor: Client) -> None:
    form = stored(quiz)
    form["results"][1]["value"]["rule"]["end"] = 8
    save(editor, quiz, SAVE, **form)

    answer = editor.get(reverse("quiz_overview"))

    words = words_in(answer)
    assert "Live: nothing keeps it from being published" in words
    assert "Draft: 1 error to put right before it is published" in words
    link = f"/admin/pages/{quiz.pk}/edit/#block-{quiz.results[1].id}-section"
    assert link in answer.content.decode()


def test_editors_find_the_reports_and_others_do_not(quiz: QuizPage, editor: Client) -> None:
    sales = member("Sales")

    edit = editor.get(f"/admin/pages/{quiz.pk}/edit/").content.decode()

    assert f"/admin/quiz/answers/{quiz.pk}/" in edit
    assert reverse("quiz_overview") in edit
    for path in (reverse("quiz_overview"), f"/admin/quiz/answers/{quiz.pk}/"):
        assert sales.get(path).status_code in {302, 403}


def test_the_report_of_a_thousand_attempts_takes_a_few_queries(
    quiz: QuizPage, editor: Client, django_assert_max_num_queries: Any
) -> None:
    version = QuizVersion.objects.current(quiz)
    options = [each["options"] for each in version.content["questions"]]
    ids = [each["id"] for each in version.content["questions"]]
    QuizAttempt.objects.bulk_create(
        QuizAttempt(
            version=version,
            answers={key: each[number % 4]["id"] for key, each in zip(ids, options, strict=True)},
        )
        for number in range(1000)
    )
    answers_of(editor, quiz)

    with django_assert_max_num_queries(25):
        assert "Asked 1,000, answered 1,000." in answers_of(editor, quiz)


def test_who_deletes_a_quiz_is_told_what_stays_and_nothing_is_lost(
    quiz: QuizPage, moderator: Client
) -> None:
    version = QuizVersion.objects.current(quiz)
    make_enquiry(quiz_version=version, quiz=quiz.title, attempt=attempt(quiz, 0))
    before = Enquiry.objects.values().get()
    delete = f"/admin/pages/{quiz.pk}/delete/"
    admin = Client()
    admin.force_login(
        User.objects.create_superuser("admin"), "django.contrib.auth.backends.ModelBackend"
    )

    answer = admin.get(delete)

    words = words_in(answer)
    assert "< 5 began it, and < 5 enquired. Their enquiries stay as they are" in words
    assert f"/admin/pages/{quiz.pk}/unpublish/" in answer.content.decode()
    assert QuizPage.objects.exists()
    admin.post(delete)
    assert not QuizPage.objects.exists()
    assert Enquiry.objects.values().get() == before
    assert QuizAttempt.objects.get().version == version


@pytest.mark.parametrize("below", [False, True], ids=["itself", "below its parent"])
def test_many_pages_are_not_published_while_a_quiz_among_them_has_errors(
    quiz: QuizPage, moderator: Client, below: bool
) -> None:
    form = stored(quiz)
    form["results"][1]["value"]["rule"]["end"] = 8
    save(moderator, quiz, SAVE, **form)
    if below:
        QuizPage.objects.get().unpublish()
    chosen = quiz.get_parent() if below else quiz
    url = (
        f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', 'publish'])}?id={chosen.pk}"
    )

    answer = moderator.post(url, {"include_descendants": "on"} if below else {})

    said = [str(each) for each in get_messages(answer.wsgi_request)]
    assert any(f"“{quiz.title}” has errors to put right first." in each for each in said)
    assert QuizPage.objects.get().results[1].value["rule"]["end"] == 10
