"""The first question of a quiz in an article and on the home page."""

from __future__ import annotations

from typing import Any

from django.test import Client

from blog.models import ArticlePage
from home.models import HomePage
from leads.models import QuizAttempt, QuizPage, QuizVersion
from tests.leads.quiz.editor import block, choice, save, stored
from tests.markup import Markup
from tests.visitor import Visitor

ARTICLE = "/articles/leadership-and-management-skills/"


def reader() -> Visitor:
    """Somebody whose browser says that a form was sent from the site itself."""
    visitor = Visitor()
    visitor.headers["Sec-Fetch-Site"] = "same-origin"
    return visitor


def embed(**value: Any) -> None:
    """Put the block into an article and on the home page."""
    for page in (ArticlePage.objects.get(slug=ARTICLE.split("/")[2]), HomePage.objects.get()):
        page.body = [("quiz_question", {"text": "Here is the first.", "quiz": None, **value})]
        page.save_revision().publish()


def test_an_answer_in_an_article_is_the_first_of_an_attempt(quiz: QuizPage) -> None:
    embed()
    for address in (ARTICLE, "/"):
        visitor = reader()
        form = visitor.get(address).form("option")

        page = visitor.submit(form, option=form.choices["option"][2])

        attempt = QuizAttempt.objects.latest("pk")
        assert "Question 2 of 6" in page.text
        assert list(attempt.answers.values()) == [form.choices["option"][2]]
        assert attempt.version == QuizVersion.objects.current(quiz)


def test_who_chooses_nothing_is_asked_the_first_question_on_its_own_page(quiz: QuizPage) -> None:
    embed()
    visitor = reader()

    page = visitor.submit(visitor.get(ARTICLE).form("option"))

    assert "Question 1 of 6" in page.text


def test_who_may_come_from_elsewhere_presses_once_more_and_the_answer_is_kept(
    quiz: QuizPage,
) -> None:
    embed()
    visitor = Visitor()
    form = visitor.get(ARTICLE).form("option")

    start = visitor.submit(form, option=form.choices["option"][1])

    assert start.status == 403
    assert "Question 2 of 6" in visitor.submit(start.form("key")).text


def test_the_article_that_asked_is_known_by_its_address(quiz: QuizPage) -> None:
    embed()
    visitor = reader()
    form = visitor.get(ARTICLE).form("option")
    visitor.headers["Referer"] = f"http://testserver{ARTICLE}"

    visitor.submit(form, option=form.choices["option"][0])

    assert QuizAttempt.objects.get().attribution["article_url"].endswith(ARTICLE)


def test_the_page_that_asks_is_the_same_for_everybody(quiz: QuizPage) -> None:
    embed()

    first, second = (Client().get(ARTICLE) for _ in range(2))

    assert first.content == second.content
    assert not first.cookies
    assert "private" not in first.headers.get("Cache-Control", "")
    form = Visitor().get(ARTICLE).form("option")
    assert form.fields == {"_end": "1"}
    assert form.action == f"http://testserver/quiz/begin/{quiz.pk}/"


def test_it_asks_what_is_published_and_not_the_draft(
    quiz: QuizPage, editor: Client, moderator: Client
) -> None:
    embed()
    form = stored(quiz)
    form["questions"][0]["value"]["text"] = "Who has the last word?"

    save(editor, quiz, {}, **form)
    assert "Who has the last word?" not in Visitor().get(ARTICLE).text
    save(moderator, quiz, **form)

    assert "Who has the last word?" in Visitor().get(ARTICLE).text


def test_a_page_that_was_kept_since_before_the_quiz_changed_begins_with_what_is_asked_now(
    quiz: QuizPage, moderator: Client
) -> None:
    embed()
    visitor = reader()
    kept = visitor.get(ARTICLE).form("option")
    save(
        moderator, quiz, questions=[choice("New?", ("A", 1), ("B", 0)), *stored(quiz)["questions"]]
    )

    page = visitor.submit(kept, option=kept.choices["option"][0])

    assert "Question 1 of 7" in page.text
    assert "New?" in page.text


def test_each_kind_of_question_can_be_answered_where_it_stands(
    quiz: QuizPage, moderator: Client
) -> None:
    embed()
    several = choice("Which of these?", ("One", 1), ("Two", 2), kind="multiple")
    yes_no = {"text": "Is it so?", "yes": {"text": "Yes"}, "no": {"text": "No"}}
    scale = {"text": "How sure?", "low": "A guess", "high": "I looked"}
    asked = {
        "multiple": several,
        "yes_no": block("yes_no", yes_no),
        "scale": block("scale", scale),
        "text": block("text", {"text": "What do you want to know?"}),
    }
    for kind, question in asked.items():
        save(moderator, quiz, questions=[question, *stored(quiz)["questions"]])
        visitor = reader()
        form = visitor.get(ARTICLE).form("text" if kind == "text" else "option")
        answer = {"text": "All of it"} if kind == "text" else {"option": form.choices["option"][0]}

        page = visitor.submit(form, **answer)

        assert "Question 2 of 7" in page.text, kind


def test_it_asks_another_quiz_when_one_is_chosen(quiz: QuizPage) -> None:
    other = QuizPage(
        title="Another quiz",
        slug="another-quiz",
        questions=[("text", {"text": "What else?"})],
        results=[("result", {"title": "Thank you", "text": "", "articles": []})],
    )
    quiz.get_parent().add_child(instance=other)
    other.save_revision().publish()

    embed(quiz=other)

    page = Markup(Client().get(ARTICLE).content.decode())
    assert page.one("form", action=f"/quiz/begin/{other.pk}/")


def test_nothing_is_asked_while_the_quiz_is_not_published(quiz: QuizPage) -> None:
    embed()
    QuizPage.objects.get().unpublish()

    assert f"/quiz/begin/{quiz.pk}/" not in Visitor().get(ARTICLE).text


def test_an_editor_may_put_it_into_an_article(quiz: QuizPage, editor: Client) -> None:
    article = ArticlePage.objects.first()

    page = editor.get(f"/admin/pages/{article.pk}/edit/").content.decode()

    assert "First question of the quiz" in page
