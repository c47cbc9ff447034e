"""An editor changes the quiz in the admin, and visitors take it as it then is."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from wagtail.rich_text import RichText
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from leads.models import Enquiry, QuizPage
from tests.visitor import Visitor, enquire, take_quiz


@pytest.fixture
def editor(quiz: QuizPage) -> Client:
    """Somebody who may publish, and is no administrator."""
    user = User.objects.create_user("editor")
    user.groups.add(Group.objects.get(name="Moderators"))
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


def listed(items: list[Any]) -> dict[str, Any]:
    """What the editor's form sends for a list of values."""
    rows = {
        str(number): {"value": value, "deleted": "", "order": str(number), "id": ""}
        for number, value in enumerate(items)
    }
    return {"count": str(len(items)), **rows}


def as_typed(value: Any) -> Any:
    """What the editor's form sends for a value of a block."""
    if isinstance(value, RichText):
        return rich_text(value.source)
    return value


def form_of(quiz: QuizPage) -> dict[str, Any]:
    """The edit form as it stands, without a change."""
    questions = [
        {
            "text": block.value["text"],
            "help": block.value["help"],
            "options": [dict(option) for option in block.value["options"]],
        }
        for block in quiz.questions
    ]
    results = [
        {key: as_typed(value) for key, value in block.value.items()} for block in quiz.results
    ]
    return {"questions": questions, "results": results}


def sent(quiz: QuizPage, form: dict[str, Any], **action: str) -> dict[str, Any]:
    """The edit form as a browser sends it."""
    questions = [
        ("question", {**each, "options": listed(each["options"])}) for each in form["questions"]
    ]
    results = [
        ("result", {**each, "articles": listed([page.pk for page in each["articles"]])})
        for each in form["results"]
    ]
    data = {
        "title": quiz.title,
        "slug": quiz.slug,
        "intro": quiz.intro,
        "time": quiz.time,
        "seo_title": "",
        "search_description": "",
        "questions": streamfield(questions),
        "results": streamfield(results),
        "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": ""},
        **action,
    }
    return nested_form_data(data)


def test_a_seventh_question_is_asked_scored_and_told_to_sales(
    quiz: QuizPage, editor: Client
) -> None:
    form = form_of(quiz)
    seventh = [("Nobody", 0), ("The office manager", 1), ("A written list", 4)]
    form["questions"].append(
        {
            "text": "Who takes the keys away when somebody leaves?",
            "help": "",
            "options": [{"text": text, "points": str(points)} for text, points in seventh],
        }
    )

    answer = editor.post(
        f"/admin/pages/{quiz.pk}/edit/", sent(quiz, form, **{"action-publish": "x"})
    )

    assert answer.status_code == 302, answer.context["form"].errors
    visitor = Visitor()
    result = take_quiz(visitor, quiz.get_url(), choose=2)
    enquire(visitor, result)
    enquiry = Enquiry.objects.get()
    assert any("Question 7 of 7" in page.text for page in visitor.pages)
    assert enquiry.answers[-1]["question"] == "Who takes the keys away when somebody leaves?"
    assert enquiry.answers[-1]["answer"] == "A written list"
    assert (enquiry.score, enquiry.max_score) == (16, 22)
    assert enquiry.result == "You lead your IT"


def test_a_change_of_points_and_results_reaches_the_next_visitor(
    quiz: QuizPage, editor: Client
) -> None:
    form = form_of(quiz)
    for question in form["questions"]:
        question["options"][2]["points"] = "3"
    form["results"][-1]["title"] = "You are far ahead"

    editor.post(f"/admin/pages/{quiz.pk}/edit/", sent(quiz, form, **{"action-publish": "x"}))

    assert "You are far ahead" in take_quiz(Visitor(), quiz.get_url(), choose=2).text


def test_two_results_that_begin_at_the_same_score_are_refused_by_name(
    quiz: QuizPage, editor: Client
) -> None:
    form = form_of(quiz)
    form["results"][2]["from_score"] = form["results"][1]["from_score"]

    answer = editor.post(
        f"/admin/pages/{quiz.pk}/edit/", sent(quiz, form, **{"action-publish": "x"})
    )

    assert answer.status_code == 200
    assert "Two results begin at 6 points." in answer.content.decode()


def test_the_start_can_be_previewed_before_it_is_published(quiz: QuizPage, editor: Client) -> None:
    form = {**form_of(quiz)}
    url = f"/admin/pages/{quiz.pk}/edit/preview/"
    editor.post(url, sent(quiz, form))

    page = editor.get(url)

    assert page.status_code == 200
    assert quiz.intro in page.content.decode()


def test_a_quiz_of_thirty_questions_with_eight_answers_each_can_be_saved(
    quiz: QuizPage, editor: Client
) -> None:
    form = form_of(quiz)
    options = [{"text": f"Answer {number}", "points": "1"} for number in range(8)]
    form["questions"] = [
        {"text": f"Question {number}?", "help": "", "options": options} for number in range(30)
    ]

    answer = editor.post(
        f"/admin/pages/{quiz.pk}/edit/", sent(quiz, form, **{"action-publish": "x"})
    )

    assert answer.status_code == 302
    assert "30 questions." in Visitor().get(quiz.url).text
