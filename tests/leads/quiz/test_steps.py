"""Questions of every kind, one a page: asked, answered, gone back to, branched and resumed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders

from leads.models import Delivery, Enquiry, QuizAttempt
from tests.leads.quiz.begun import after, asked, begun, ending, stored, url
from tests.markup import Markup
from tests.visitor import CONTACT, Page, Visitor

pytestmark = pytest.mark.django_db
KINDS = [
    (asked("q1", "single", 0, 1), {"option": "q1b"}, "q1b"),
    (asked("q1", "multiple", 0, 1, 2), {"option": ["q1c", "q1a"]}, ["q1a", "q1c"]),
    (asked("q1", "scale", 0, 1, 2), {"option": "q1c"}, "q1c"),
    (asked("q1", "yes_no", 1, 0), {"option": "q1a"}, "q1a"),
    (asked("q1", "text"), {"text": "Two\r\nlines"}, "Two\nlines"),
]
each_kind = pytest.mark.parametrize(
    ("question", "sent", "kept"), KINDS, ids=[each[0]["kind"] for each in KINDS]
)


def open_(attempt: QuizAttempt, step: object = "") -> tuple[Visitor, Page]:
    visitor = Visitor()
    return visitor, visitor.get(url(attempt, step))


@each_kind
def test_an_answer_of_each_kind_is_stored_and_found_again_on_the_way_back(
    question: dict[str, Any], sent: dict[str, Any], kept: Any
) -> None:
    attempt = begun(question, asked("q2", "yes_no", 1, 0))
    visitor, first = open_(attempt)

    second = visitor.submit(first.form(), **sent)
    back = visitor.get(second.link("/1/"))

    assert second.url.endswith("/2/")
    assert stored(attempt) == {"q1": kept}
    chosen = {
        each.attributes["value"]
        for each in Markup(back.text).all("input", name="option")
        if "checked" in each.attributes
    }
    assert chosen == set(kept if isinstance(kept, list) else [kept]) or "Two\nlines" in back.text


@each_kind
def test_no_answer_is_a_problem_that_leads_to_the_first_field(
    question: dict[str, Any], sent: dict[str, Any], kept: Any
) -> None:
    attempt = begun({**question, "help": "Think."})
    visitor, first = open_(attempt)

    again = visitor.submit(first.form())

    page = Markup(again.text)
    by_id = {each.attributes["id"]: each for each in page.elements if "id" in each.attributes}
    summary = page.one("div", role="alert")
    links = [each.attributes["href"] for each in page.all("a") if each.text in summary.text]
    target = by_id[links[0].removeprefix("#")]
    wrong = [each for each in page.elements if each.attributes.get("aria-invalid") == "true"]
    described = " ".join(each.attributes.get("aria-describedby", "") for each in page.elements)
    assert again.status == 422
    assert page.one("title").text.startswith("Error: ")
    assert target.tag in {"input", "textarea"}
    assert {each.tag for each in wrong} <= {"fieldset", "input", "textarea"}
    assert wrong
    assert {"help", "error"} <= set(described.split()) <= set(by_id)
    assert by_id["error"].text.removeprefix("Error: ") in summary.text
    assert stored(attempt) == {}


@each_kind
def test_an_optional_question_may_be_passed(
    question: dict[str, Any], sent: dict[str, Any], kept: Any
) -> None:
    attempt = begun({**question, "required": False}, asked("q2", "single", 1))
    visitor, first = open_(attempt)

    second = visitor.submit(first.form())

    assert "You may leave this one out." in first.text
    assert second.url.endswith("/2/")
    assert stored(attempt) == {"q1": [] if isinstance(kept, list) else ""}


def test_a_text_that_is_too_long_is_said_so_and_stays() -> None:
    attempt = begun(asked("q1", "text"))
    visitor, first = open_(attempt)

    again = visitor.submit(first.form(), text="x" * 501)

    assert again.status == 422
    assert "Write at most 500 characters. These are 501." in again.text
    assert again.form().fields["text"] == "x" * 501


def test_a_text_of_500_letters_outside_ascii_is_taken_and_what_shows_nothing_is_not() -> None:
    attempt = begun(asked("q1", "text"))
    visitor, first = open_(attempt)

    visitor.submit(first.form(), text="\x00" + "é" * 500 + "\x07")

    assert stored(attempt) == {"q1": "é" * 500}


def test_an_answer_that_was_cut_off_on_its_way_is_asked_for_again() -> None:
    attempt = begun(asked("q1", "text"))
    visitor, first = open_(attempt)

    again = visitor.submit(first.form(), text="Half of", _end=None)

    assert again.status == 400
    assert "Only a part of it reached us" in again.text
    assert stored(attempt) == {}
    visitor.submit(again.form())
    assert stored(attempt) == {"q1": "Half of"}


def test_another_sites_page_answers_nothing_and_one_more_press_of_ours_does() -> None:
    attempt = begun(asked("q1", "multiple", 0, 1, 2))
    visitor, first = open_(attempt)

    visitor.headers = {"Sec-Fetch-Site": "cross-site"}
    doubt = visitor.submit(first.form(), option=["q1a", "q1c"])

    kept = [each for each in Markup(doubt.text).all("input") if "checked" in each.attributes]
    assert doubt.status == 403
    assert [each.attributes["value"] for each in kept] == ["q1a", "q1c"]
    assert stored(attempt) == {}


def branching(**fields: Any) -> QuizAttempt:
    """q1: a leads to q2 and q3, b to q4; q5 is for everybody."""
    return begun(
        asked("q1", "single", 0, 1),
        asked("q2", "single", 0, 1, show_if=after("q1", "q1a")),
        asked("q3", "single", 0, 1, show_if=after("q1", "q1a")),
        asked("q4", "single", 0, 1, show_if=after("q1", "q1b")),
        asked("q5", "single", 0, 1),
        **fields,
    )


def test_progress_says_how_many_there_can_be_and_then_how_many_there_are() -> None:
    visitor, first = open_(branching())
    second = visitor.submit(first.form(), option="q1b")
    third = visitor.submit(second.form(), option="q4a")

    assert "Question 1 of 3 to 4" in first.text
    assert "Question 2 of 3<" in second.text
    assert "Question 3 of 3<" in third.text
    assert [each.url.rsplit("/", 2)[1] for each in (first, second, third)] == ["1", "4", "5"]
    assert Markup(third.text).one("button").text == "See the result"


def test_answers_of_the_branch_that_was_left_are_kept_and_do_not_count() -> None:
    attempt = branching(answers={"q1": "q1a", "q2": "q2b", "q3": "q3b", "q5": "q5a"})
    visitor, first = open_(attempt, 1)
    assert "2</strong> of 4" in visitor.get(url(attempt, "result")).text

    other = visitor.submit(first.form(), option="q1b")
    result = visitor.submit(visitor.submit(other.form(), option="q4a").form())

    assert stored(attempt)["q2"] == "q2b"
    assert "1</strong> of 3" in result.text
    again = visitor.submit(visitor.get(url(attempt, 1)).form(), option="q1a")
    assert again.form().fields["option"] == "q2b"


def test_back_leads_past_what_was_not_asked() -> None:
    attempt = branching(answers={"q1": "q1b", "q4": "q4a"})

    _, page = open_(attempt, 5)

    assert page.link("/4/")
    assert not [each for each in page.links if each.endswith("/3/")]


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_address_of_a_question_that_is_not_asked_leads_to_where_to_go_on(method: str) -> None:
    attempt = branching(answers={"q1": "q1b"})
    visitor = Visitor()

    send = visitor.get if method == "get" else lambda to: visitor.post(to, {"option": "q2a"})
    page = send(url(attempt, 2))

    assert page.url.endswith("/4/")
    assert stored(attempt) == {"q1": "q1b"}


@pytest.mark.parametrize(
    ("answers", "step"),
    [
        ({}, "/1/"),
        ({"q1": "q1b"}, "/4/"),
        ({"q1": "q1b", "q4": "gone", "q5": "q5a"}, "/4/"),
        ({"q1": "q1b", "q4": "q4a", "q5": "q5a"}, "/result/"),
    ],
)
def test_its_address_resumes_it_on_any_device(answers: dict[str, str], step: str) -> None:
    _, page = open_(branching(answers=answers))

    assert page.url.endswith(step)


def test_each_question_names_the_address_under_which_it_goes_on_later() -> None:
    attempt = branching()

    _, page = open_(attempt, 1)

    assert f"testserver{url(attempt)}" in page.text
    assert page.link(url(attempt))


def test_the_contact_step_looks_at_every_answer_again() -> None:
    attempt = branching(answers={"q1": "q1b", "q4": "q2a", "q5": "q5a"})
    visitor = Visitor()

    for send in (visitor.get, lambda to: visitor.post(to, {"name": "Ann", "email": "a@b.example"})):
        assert send(url(attempt, "contact")).url.endswith("/4/")


@pytest.mark.parametrize("step", ["0", "6", "99999999999999999999"])
def test_a_question_that_never_was_is_not_found(step: str) -> None:
    _, page = open_(branching(), step)

    assert page.status == 404


def test_a_scale_says_what_its_ends_mean_to_eyes_and_to_ears() -> None:
    _, page = open_(begun(asked("q1", "scale", 0, 1, 2, low="Never", high="Always")))

    labels = [each.text.strip() for each in Markup(page.text).all("label")]
    assert labels[1:] == ["q1 a: Never", "q1 b", "q1 c: Always"]
    assert "q1 c: Always" in Markup(page.text).one("p", **{"class": "ends small"}).text


def test_a_picture_is_shown_with_its_words_and_a_deleted_one_is_left_out() -> None:
    from tests.site_tree import make_image

    image = make_image()
    with_one, without = (
        begun(asked("q1", "yes_no", 1, 0, image=pk, image_alt="A full rack"))
        for pk in (image.pk, image.pk + 1)
    )

    picture = Markup(open_(with_one)[1].text).one("img")
    assert picture.attributes["alt"] == "A full rack"
    assert picture.attributes["width"]
    assert Markup(open_(without)[1].text).all("img") == []


def test_an_attempt_of_an_editor_says_so_on_every_step_and_reaches_nobody() -> None:
    attempt = begun(asked("q1", "single", 1), is_test=True)
    visitor, first = open_(attempt)
    result = visitor.submit(first.form(), option="q1a")
    contact = visitor.get(result.link("/contact/"))
    receipt = visitor.submit(contact.form("email"), **CONTACT)

    shown = (first, result, contact, receipt)
    assert all("Test: this reaches nobody." in page.text for page in shown)
    assert Enquiry.objects.get().is_test
    assert not Delivery.objects.exists()
    assert "Test:" not in open_(begun(asked("q1", "single", 1)))[1].text


def test_what_editors_and_takers_wrote_is_never_markup() -> None:
    evil = "<script>alert(1)</script>"
    attempt = begun(
        asked("q1", "text", help=evil),
        title=evil,
        results=[ending(title=evil)],
        categories=[{"id": "c", "name": evil}],
    )
    visitor, first = open_(attempt)
    visitor.submit(first.form(), text=f"</textarea>{evil}")

    for page in (visitor.get(url(attempt, 1)), visitor.get(url(attempt, "result"))):
        assert evil not in page.text


def test_the_script_of_the_steps_is_small_and_stores_nothing() -> None:
    path = finders.find("leads/quiz.js")
    assert path is not None
    script = Path(path).read_text(encoding="utf-8")

    assert len(script.encode()) <= 3000
    assert not [word for word in ("cookie", "Storage", "indexedDB", "http") if word in script]
