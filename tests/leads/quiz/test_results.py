"""What a finished quiz shows, to the one who took it and to whom it is passed on."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import PageViewRestriction

from blog.models import ArticlePage
from leads.models import Enquiry, QuizAttempt, QuizVersion
from tests.factories import make_enquiry
from tests.leads.quiz.begun import asked, begun, ending, url
from tests.markup import Markup
from tests.site_tree import SiteTree, make_article, make_site
from tests.visitor import CONTACT, Page, Visitor

pytestmark = pytest.mark.django_db
FOUR = [
    {"id": name[:2], "name": name} for name in ("Planning", "Organising", "Direction", "Control")
]


@pytest.fixture
def tree() -> SiteTree:
    return make_site()


def finished(**fields: Any) -> QuizAttempt:
    """Two questions, answered: 3 of 4 in planning, 1 of 2 in organising, no point elsewhere."""
    return begun(
        asked("q1", "single", 3, 4, category="Pl"),
        asked("q2", "single", 1, 2, category="Or"),
        asked("q3", "text", required=False),
        **{"categories": FOUR, "answers": {"q1": "q1a", "q2": "q2a", "q3": "My words"}} | fields,
    )


def result_of(attempt: QuizAttempt) -> Page:
    return Visitor().get(url(attempt, "result"))


def shared(attempt: QuizAttempt) -> Page:
    return Visitor().get(f"/quiz/shared/{attempt.share}/")


def titles(page: Page) -> list[str]:
    return [each.text for each in Markup(page.text).all("h3", **{"class": "teaser-title"})]


def test_a_figure_to_remember_and_each_category_in_words_and_in_length() -> None:
    page = Markup(result_of(finished()).text)

    figure = page.one("p", **{"class": "score-figure"})
    rows = [" ".join(each.text.split()) for each in page.all("li") if " of " in each.text]
    lengths = [each.attributes["width"] for each in page.all("rect")]
    assert figure.text.split() == ["4", "of", "6"]
    assert rows == ["Planning high, 3 of 4", "Organising medium, 1 of 2"]
    assert lengths == ["100%", "75%", "100%", "50%"]


@pytest.mark.parametrize(
    ("rule", "figure"),
    [
        ({"measure": "percent", "from": 50, "to": 100}, "66%"),
        ({"measure": "score", "category": "Pl", "from": 3}, "3 of 4 Planning"),
        ({"measure": "percent", "category": "Or", "to": 60}, "50% Organising"),
    ],
)
def test_the_figure_is_the_one_that_the_result_went_by(rule: dict[str, Any], figure: str) -> None:
    page = Markup(result_of(finished(results=[ending(rule=rule)])).text)

    assert " ".join(page.one("p", **{"class": "score-figure"}).text.split()) == figure


def test_a_quiz_without_points_shows_no_figure() -> None:
    attempt = begun(asked("q1", "text"), answers={"q1": "Something"})

    assert "score-figure" not in result_of(attempt).text


def test_an_old_version_without_a_result_for_these_answers_has_a_friendly_word() -> None:
    attempt = finished(results=[ending(rule={"measure": "score", "from": 50})])

    page = result_of(attempt)

    assert page.status == 200
    assert page.h1 == "Your answers fit none of our results"
    assert page.link("/contact/")


def test_reading_comes_from_the_result_and_from_the_weakest_categories_in_turn(
    tree: SiteTree,
) -> None:
    names = ("Result one", "Result two", "Result three", "Weak", "Strong")
    articles = {name: make_article(tree.index, "Topic", title=name) for name in names}
    questions = [
        asked("q1", "single", 4, 0, category="Pl"),
        asked("q2", "single", 0, 4, category="Or"),
    ]
    questions[0]["options"][0]["article"] = articles["Strong"].pk
    questions[1]["options"][0]["article"] = articles["Weak"].pk
    attempt = begun(
        *questions,
        categories=FOUR,
        answers={"q1": "q1a", "q2": "q2a"},
        results=[ending(articles=[articles[name].pk for name in names[:3]])],
    )

    assert titles(result_of(attempt)) == ["Result one", "Weak", "Result two", "Strong"]

    ArticlePage.objects.filter(title="Weak").update(live=False)
    PageViewRestriction.objects.create(page=articles["Result one"], restriction_type="login")
    assert titles(result_of(attempt)) == ["Result two", "Strong", "Result three"]


def test_a_result_invites_to_what_its_editor_chose_as_long_as_it_is_there(tree: SiteTree) -> None:
    to_page = {"text": "Ring {phone}.", "label": "About us", "page": tree.about.pk, "url": ""}
    to_site = {"text": "", "label": "Book", "page": None, "url": "https://book.example/"}
    attempts = [finished(results=[ending(cta=cta)]) for cta in (to_page, to_site, None)]

    shown = [Markup(result_of(each).text) for each in attempts]

    cards = [page.all("div", **{"class": "result-cta"}) for page in shown]
    links = [
        [each.attributes["href"] for each in page.all("a", **{"class": "button"})] for page in shown
    ]
    assert [len(each) for each in cards] == [1, 1, 0]
    assert cards[0][0].text.split("\n")[1].strip() == "Ring 020 7946 0018."
    assert links == [[tree.about.get_url()], ["https://book.example/"], []]
    tree.about.unpublish()
    assert "result-cta" not in result_of(attempts[0]).text


def test_a_shared_result_tells_nothing_of_the_answers_or_of_the_one_who_took_it(
    tree: SiteTree,
) -> None:
    attempt = finished(attribution={"article": "Where from"})
    QuizVersion.objects.update(quiz=tree.quiz)
    make_enquiry(attempt=attempt, name="Ann Lee")

    page = shared(attempt)

    assert page.status == 200
    assert "So be it." in page.text
    assert "3 of 4" in page.text
    for secret in ("My words", "q1 a", attempt.token, "Ann", "Where from", "/contact/"):
        assert secret not in page.text.replace('href="/contact/"', "")
    assert page.link(tree.quiz.get_url())
    assert Markup(page.text).one("meta", name="robots").attributes["content"] == "noindex"
    assert "no-store" in page.headers["Cache-Control"]
    assert not [form for form in page.forms if form.method == "post"]


def test_the_address_to_share_is_there_to_be_copied_without_a_script(tree: SiteTree) -> None:
    attempt = finished()

    field = Markup(result_of(attempt).text).one("input", id="share")

    assert field.attributes["value"] == f"http://testserver/quiz/shared/{attempt.share}/"
    assert "readonly" in field.attributes


def test_what_is_not_finished_or_never_was_cannot_be_shared(tree: SiteTree) -> None:
    unfinished = finished(answers={"q1": "q1a"})

    for page in (shared(unfinished), Visitor().get("/quiz/shared/never-was/")):
        assert page.status == 404
        assert "We no longer have these answers" in page.text


def test_a_shared_result_of_a_quiz_that_is_gone_invites_to_ring(tree: SiteTree) -> None:
    attempt = finished()
    QuizVersion.objects.update(quiz=tree.quiz)
    tree.quiz.unpublish()

    page = shared(attempt)

    assert page.status == 200
    assert "Take the quiz" not in page.text


def gated(**fields: Any) -> QuizAttempt:
    return finished(gated=True, results=[ending(title="What it comes to")], **fields)


def test_a_gated_quiz_shows_its_result_after_the_enquiry_and_not_before(tree: SiteTree) -> None:
    attempt, visitor = gated(), Visitor()

    asks = visitor.get(url(attempt, "result"))
    early = shared(attempt)
    receipt = visitor.submit(asks.form("email"), **CONTACT)
    result = visitor.get(receipt.link("/result/"))

    assert asks.url == f"http://testserver{url(attempt, 'contact')}"
    assert asks.h1 == "Your result is ready"
    assert "What it comes to" not in asks.text
    assert early.status == 404
    assert "/thanks/" in receipt.url
    assert result.h1 == "What it comes to"
    assert "Nothing has been sent yet" not in result.text
    assert Enquiry.objects.get().attempt == attempt
    assert shared(attempt).status == 200


def test_a_gated_quiz_says_so_before_the_first_answer_and_at_the_last() -> None:
    attempt, visitor = gated(), Visitor()

    first, last = visitor.get(url(attempt, 1)), visitor.get(url(attempt, 3))

    assert "You see your result after that." in first.text
    assert Markup(last.text).one("button").text == "Last step"
    assert visitor.submit(last.form("text")).url.endswith("/contact/")


def test_attempts_untouched_for_thirty_days_are_forgotten_unless_somebody_enquired(
    tree: SiteTree,
) -> None:
    old, enquired, fresh = (begun(asked("q1", "single", 1)) for _ in range(3))
    make_enquiry(attempt=enquired)
    now = timezone.now()
    for attempt, days in ((old, 31), (enquired, 31), (fresh, 29)):
        QuizAttempt.objects.filter(pk=attempt.pk).update(updated_at=now - timedelta(days=days))

    call_command("purge_attempts")

    assert set(QuizAttempt.objects.all()) == {enquired, fresh}
    assert Visitor().get(url(old)).status == 404
    assert "purge_attempts" in settings.PERIODIC_JOBS


def test_an_answer_keeps_an_attempt_for_another_thirty_days() -> None:
    attempt, visitor = begun(asked("q1", "single", 1)), Visitor()
    long_ago = timezone.now() - timedelta(days=40)
    QuizAttempt.objects.update(updated_at=long_ago)

    visitor.submit(visitor.get(url(attempt, 1)).form(), option="q1a")
    call_command("purge_attempts")

    assert QuizAttempt.objects.get().updated_at > long_ago


def test_the_pages_of_a_quiz_keep_to_their_queries(
    tree: SiteTree, django_assert_max_num_queries: Any
) -> None:
    articles = [make_article(tree.index, "One", "Two") for _ in range(4)]
    attempt = finished(results=[ending(articles=[each.pk for each in articles])])
    visitor = Visitor()
    visitor.get(url(attempt, 1))

    with django_assert_max_num_queries(4):
        form = visitor.get(url(attempt, 1)).form()
    # With the page that it leads to; each looks the site up while a change waits to be committed.
    with django_assert_max_num_queries(10):
        visitor.submit(form, option="q1a")
    with django_assert_max_num_queries(9):
        visitor.get(url(attempt, "result"))
