"""An editor changes the quiz in the admin, and visitors take it as it then is."""

from __future__ import annotations

from typing import Any

from django.test import Client

from leads.models import Enquiry, QuizPage, QuizVersion
from tests.leads.quiz.editor import SAVE, block, choice, form_of, result, save, stored
from tests.site_tree import make_image
from tests.visitor import Visitor, enquire, take_quiz


def draft_of(quiz: QuizPage) -> dict[str, Any]:
    """What the newest draft would freeze."""
    page = QuizPage.objects.get(pk=quiz.pk).get_latest_revision_as_object()
    return page.content()


def test_a_seventh_question_is_asked_scored_and_told_to_sales(
    quiz: QuizPage, moderator: Client
) -> None:
    seventh = choice(
        "Who takes the keys away when somebody leaves?",
        ("Nobody", 0),
        ("The office manager", 1),
        ("A written list", 4),
    )

    answer = save(moderator, quiz, questions=[*stored(quiz)["questions"], seventh])

    assert answer.status_code == 302, answer.context["form"].errors
    visitor = Visitor()
    reached = take_quiz(visitor, quiz.get_url(), choose=2)
    enquire(visitor, reached)
    enquiry = Enquiry.objects.get()
    assert any("Question 7 of 7" in page.text for page in visitor.pages)
    assert enquiry.answers[-1]["question"] == "Who takes the keys away when somebody leaves?"
    assert enquiry.answers[-1]["answer"] == "A written list"
    assert (enquiry.score, enquiry.max_score) == (16, 22)
    assert enquiry.result == "You lead your IT"


def test_a_change_of_points_and_results_reaches_the_next_visitor(
    quiz: QuizPage, moderator: Client
) -> None:
    form = stored(quiz)
    for question in form["questions"]:
        question["value"]["options"][2]["value"]["points"] = {"": 3}
    form["results"][-1]["value"]["title"] = "You are far ahead"

    save(moderator, quiz, **form)

    assert "You are far ahead" in take_quiz(Visitor(), quiz.get_url(), choose=2).text


def test_the_start_can_be_previewed_before_it_is_published(
    quiz: QuizPage, moderator: Client
) -> None:
    url = f"/admin/pages/{quiz.pk}/edit/preview/"
    moderator.post(url, form_of(quiz, SAVE))

    page = moderator.get(url)

    assert page.status_code == 200
    assert quiz.intro in page.content.decode()


def test_a_quiz_of_thirty_questions_with_eight_answers_each_can_be_saved(
    quiz: QuizPage, moderator: Client
) -> None:
    answers = [(f"Answer {number}", 1) for number in range(8)]
    questions = [choice(f"Question {number}?", *answers) for number in range(30)]

    answer = save(moderator, quiz, questions=questions)

    assert answer.status_code == 302
    assert "30 questions." in Visitor().get(quiz.url).text


def test_an_editor_writes_a_question_of_each_kind(quiz: QuizPage, editor: Client) -> None:
    picture = {"image": make_image().pk, "alt_text": "A rack"}
    several = choice("Which of these?", ("One", 1), ("Two", 2), kind="multiple", image=picture)
    texts = {"yes": {"text": "Yes", "points": {"": 2}}, "no": {"text": "Not yet", "points": {}}}
    yes_no = block("yes_no", {"text": "Is it so?", "help": "As far as you know.", **texts})
    scale = {"text": "How sure?", "steps": 3, "low": "Not at all", "points": {"": 2}}
    questions = [
        choice("Which one?", ("This", 1), ("That", 0)),
        several,
        yes_no,
        block("scale", scale),
        block("text", {"text": "Anything else?"}),
    ]

    answer = save(editor, quiz, SAVE, questions=questions)

    assert answer.status_code == 302, answer.context["form"].errors
    written = draft_of(quiz)["questions"]
    assert [each["kind"] for each in written] == ["single", "multiple", "yes_no", "scale", "text"]
    assert [each["id"] for each in written] == [each["id"] for each in questions]
    assert (written[1]["image"], written[1]["image_alt"]) == (picture["image"], "A rack")
    assert [each["text"] for each in written[2]["options"]] == ["Yes", "Not yet"]
    assert written[2]["help"] == "As far as you know."
    assert [each["points"] for each in written[3]["options"]] == [{"": 0}, {"": 2}, {"": 4}]
    assert (written[3]["low"], written[4]["options"]) == ("Not at all", [])


def test_a_scale_may_count_downwards_and_recommends_to_the_weaker_half(
    quiz: QuizPage, editor: Client
) -> None:
    article = quiz.results[0].value["articles"][0]
    scale = {
        "text": "How often does it fail?",
        "steps": 4,
        "points": {"": 1},
        "low_is_best": True,
        "article": article.pk,
        "opener": "What failed last?",
    }

    save(editor, quiz, SAVE, questions=[block("scale", scale)])

    options = draft_of(quiz)["questions"][0]["options"]
    assert [each["points"][""] for each in options] == [3, 2, 1, 0]
    assert [each["article"] for each in options] == [None, None, article.pk, article.pk]
    assert [bool(each["opener"]) for each in options] == [False, False, True, True]


def test_a_picture_needs_words_for_those_who_do_not_see_it(quiz: QuizPage, editor: Client) -> None:
    picture = {"image": make_image().pk, "alt_text": ""}
    questions = [choice("Which?", ("One", 0), ("Two", 1), image=picture)]

    answer = save(editor, quiz, {"action-submit": "x"}, questions=questions)

    assert answer.status_code == 200
    assert "Please add some alt text" in answer.content.decode()


def test_categories_points_conditions_and_rules_keep_what_they_refer_to(
    quiz: QuizPage, editor: Client
) -> None:
    care, speed = block("category", "Care"), block("category", "Speed")
    first = choice("Which one?", ("This", {care["id"]: 2}), ("That", {speed["id"]: 1}))
    that = first["value"]["options"][1]["id"]
    condition = {"question": first["id"], "options": [that], "match": "none"}
    second = choice("Why?", ("So", 1), ("Because", 0), show_if=condition)
    percent = {"category": care["id"], "measure": "percent"}

    answer = save(
        editor,
        quiz,
        SAVE,
        categories=[care, speed],
        questions=[first, second],
        results=[result("Careful", 50, None, **percent), result("Not yet")],
    )

    assert answer.status_code == 302, answer.context["form"].errors
    written = draft_of(quiz)
    assert written["categories"] == [
        {"id": care["id"], "name": "Care"},
        {"id": speed["id"], "name": "Speed"},
    ]
    assert written["questions"][0]["options"][1]["points"] == {speed["id"]: 1}
    assert written["questions"][1]["show_if"] == condition
    assert [each["rule"] for each in written["results"]] == [
        {"from": 50, "to": None, **percent},
        {"from": None, "to": None, "category": "", "measure": "score"},
    ]


def test_what_an_answer_recommends_and_gives_sales_to_ask_is_frozen_with_it(quiz: QuizPage) -> None:
    version = QuizVersion.objects.get(quiz=quiz)

    option = version.content["questions"][0]["options"][0]

    assert option["opener"] == "What has broken lately that cost you most time?"
    assert option["article"] in {
        page.pk for each in quiz.results for page in each.value["articles"]
    }
    assert len(version.content["categories"]) == 8


def test_an_invitation_leads_to_one_of_page_address_and_number(
    quiz: QuizPage, editor: Client
) -> None:
    ways = {
        "page": ({"page": quiz.pk}, {"page": quiz.pk, "url": ""}),
        "url": ({"url": "https://acme.example/"}, {"page": None, "url": "https://acme.example/"}),
        "phone": ({"phone": "020 7946 0018"}, {"page": None, "url": "tel:+442079460018"}),
    }
    for target, frozen in ways.values():
        form = stored(quiz)
        form["results"][0]["value"]["cta"] = {"text": "Now.", "label": "Go", **target}

        assert save(editor, quiz, SAVE, **form).status_code == 302
        invitation = draft_of(quiz)["results"][0]["cta"]
        assert invitation == {"text": "Now.", "label": "Go", **frozen}

    form["results"][0]["value"]["cta"]["url"] = "https://acme.example/"
    answer = save(editor, quiz, {"action-submit": "x"}, **form)
    assert "Choose one of page, address and number." in answer.content.decode()


def test_points_that_are_no_numbers_are_refused_by_name(quiz: QuizPage, editor: Client) -> None:
    for points in ({"": -1}, {"": 101}, {"": "three"}, ["three"]):
        form = stored(quiz)
        form["questions"][0]["value"]["options"][0]["value"]["points"] = points

        answer = save(editor, quiz, SAVE, **form)

        assert answer.status_code == 200
        assert "Points are whole numbers from 0 to 100." in answer.content.decode()


def test_a_condition_without_an_answer_may_wait_in_a_draft_only(
    quiz: QuizPage, editor: Client
) -> None:
    form = stored(quiz)
    condition = {"question": form["questions"][0]["id"], "options": [], "match": "any"}
    form["questions"][1]["value"]["show_if"] = condition

    assert save(editor, quiz, SAVE, **form).status_code == 302
    answer = save(editor, quiz, {"action-submit": "x"}, **form)

    assert "Tick at least one of the answers." in answer.content.decode()
