"""The prover beside the form: errors keep a quiz from being published, warnings are said."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils.html import strip_tags

from leads.models import QuizPage
from tests.leads.quiz.editor import (
    PUBLISH,
    SAVE,
    SUBMIT,
    block,
    choice,
    form_of,
    result,
    save,
    stored,
)


def with_gap(quiz: QuizPage) -> dict[str, Any]:
    """A change that leaves 9 and 10 points without a result."""
    form = stored(quiz)
    form["results"][1]["value"]["rule"]["end"] = 8
    return form


def checked(client: Client, quiz: QuizPage, **changes: Any) -> str:
    """What the form says of a quiz as it stands, in words."""
    answer = client.post(f"/admin/quiz/check/{quiz.pk}/", form_of(quiz, SAVE, **changes))
    assert answer.status_code == 200
    return " ".join(strip_tags(answer.content.decode()).split())


@pytest.mark.parametrize("action", [PUBLISH, SUBMIT], ids=["publish", "submit"])
def test_a_gap_keeps_a_quiz_from_being_published_and_is_named_at_its_field(
    quiz: QuizPage, moderator: Client, action: dict[str, str]
) -> None:
    before = quiz.content()

    answer = save(moderator, quiz, action, **with_gap(quiz))

    assert answer.status_code == 200
    error = answer.context["form"].errors.as_data()["results"][0].as_json_data()
    said = {"messages": ["Scores 9 to 10 have no result."]}
    assert error["blockErrors"] == {1: {"blockErrors": {"rule": {"blockErrors": {"end": said}}}}}
    assert QuizPage.objects.get().content() == before


def test_a_draft_may_have_a_gap(quiz: QuizPage, editor: Client) -> None:
    answer = save(editor, quiz, SAVE, **with_gap(quiz))

    assert answer.status_code == 302
    draft = QuizPage.objects.get().get_latest_revision_as_object()
    assert draft.results[1].value["rule"]["end"] == 8


def test_a_condition_on_a_deleted_question_is_named_at_the_condition(
    quiz: QuizPage, moderator: Client
) -> None:
    form = stored(quiz)
    gone = {"question": "gone", "options": ["gone"], "match": "any"}
    form["questions"][2]["value"]["show_if"] = gone

    answer = save(moderator, quiz, PUBLISH, **form)

    error = answer.context["form"].errors.as_data()["questions"][0].as_json_data()
    assert list(error["blockErrors"]) == [2]
    assert "is not there any more" in str(error["blockErrors"][2]["blockErrors"]["show_if"])


def test_a_category_that_rules_still_look_at_cannot_be_taken_away(
    quiz: QuizPage, moderator: Client
) -> None:
    care = block("category", "Care")
    questions = [choice("Which?", ("A", {care["id"]: 1}), ("B", 0))]
    careful = result("Careful", 1, None, category=care["id"])

    answer = save(
        moderator, quiz, PUBLISH, categories=[], questions=questions, results=[careful, result("-")]
    )

    error = answer.context["form"].errors.as_data()["results"][0].as_json_data()
    assert "category" in error["blockErrors"][0]["blockErrors"]["rule"]["blockErrors"]


def test_warnings_do_not_keep_it_from_being_published(quiz: QuizPage, moderator: Client) -> None:
    form = stored(quiz)
    form["results"][0]["value"]["rule"]["end"] = 7  # and the next begins at 6

    assert save(moderator, quiz, PUBLISH, **form).status_code == 302
    words = checked(moderator, QuizPage.objects.get())
    assert "Nothing keeps it from being published" in words
    assert "Scores 6 to 7 match both “Your IT leads you” and “You keep it running”." in words


def test_the_form_says_how_long_it_is_and_who_gets_which_result(
    quiz: QuizPage, editor: Client
) -> None:
    words = checked(editor, quiz)

    assert "6 questions. Every way through it was counted." in words
    assert re.search(r"Your IT leads you 10 % .*You lead your IT 2 %", words)


def test_the_form_is_checked_as_it_stands_and_nothing_of_it_is_saved(
    quiz: QuizPage, editor: Client
) -> None:
    revisions = quiz.revisions.count()

    words = checked(editor, quiz, **with_gap(quiz))

    assert "1 error to put right before it is published" in words
    assert "Scores 9 to 10 have no result." in words
    assert "No result 27 %" in words
    assert quiz.revisions.count() == revisions


def test_a_question_that_is_not_asked_of_everybody_is_listed_with_its_part_of_takers(
    quiz: QuizPage, editor: Client
) -> None:
    form = stored(quiz)
    first = form["questions"][0]
    one_of_four = [first["value"]["options"][0]["id"]]
    condition = {"question": first["id"], "options": one_of_four, "match": "any"}
    form["questions"][2]["value"]["show_if"] = condition

    words = checked(editor, quiz, **form)

    assert "5 to 6 questions." in words
    assert "A laptop is left on a train this evening. What happens? 25 %" in words


def test_a_quiz_that_is_not_saved_yet_is_checked_too(quiz: QuizPage, editor: Client) -> None:
    home = quiz.get_parent()
    form = form_of(quiz, SAVE, title="", categories=[], questions=[], results=[])

    answer = editor.post(f"/admin/quiz/check/below/{home.pk}/", form)

    words = strip_tags(answer.content.decode())
    assert "2 errors to put right before it is published" in words
    assert "There is no question yet." in words


def test_what_not_even_a_draft_may_hold_is_asked_for_first(quiz: QuizPage, editor: Client) -> None:
    form = stored(quiz)
    form["questions"][0]["value"]["options"][0]["value"]["points"] = {"": -1}

    words = checked(editor, quiz, **form)

    assert "cannot be checked before what is marked under Questions is put right" in words


@pytest.mark.parametrize("path", ["check", "try"])
def test_nobody_checks_or_tries_a_quiz_that_they_may_not_edit(quiz: QuizPage, path: str) -> None:
    user = User.objects.create_user("nobody")
    stranger, anonymous = Client(), Client()
    stranger.force_login(user, "django.contrib.auth.backends.ModelBackend")

    for client in (stranger, anonymous):
        for address in (f"{quiz.pk}/", f"below/{quiz.get_parent().pk}/"):
            answer = client.post(f"/admin/quiz/{path}/{address}", form_of(quiz, SAVE))
            assert answer.status_code in {302, 403}
            assert "/quiz/" not in answer.headers.get("Location", "").partition("?")[0]
