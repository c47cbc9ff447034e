"""Taking the quiz as a visitor without JavaScript and without cookies does."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page as AnyPage
from wagtail.models import PageViewRestriction

from blog.models import ArticlePage, BlogIndexPage
from leads.models import Enquiry, QuizAttempt, QuizPage, QuizVersion
from tests.visitor import CONTACT, Page, Visitor, contact_step, enquire, take_quiz

ARTICLE = "/articles/leadership-and-management-skills/"
FROM_OURS = {"Sec-Fetch-Site": "same-origin"}
FROM_ELSEWHERE = {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}


def begin(visitor: Visitor, quiz: QuizPage) -> Page:
    return visitor.submit(visitor.get(quiz.url).form())


def test_the_way_from_the_article_to_the_receipt(quiz: QuizPage) -> None:
    visitor = Visitor()

    result = take_quiz(visitor, ARTICLE, choose=2)
    receipt = enquire(visitor, result)

    enquiry = Enquiry.objects.get()
    assert "You manage your IT" in result.text
    assert enquiry.reference in receipt.text
    assert (enquiry.score, enquiry.max_score, enquiry.result) == (12, 18, "You manage your IT")
    assert enquiry.article == ArticlePage.objects.get(slug__startswith="leadership").title
    assert enquiry.article_url == f"http://testserver{ARTICLE}"
    assert len(enquiry.answers) == 6
    assert enquiry.attempt == QuizAttempt.objects.get()
    assert enquiry.answers[0]["answer"] == "One of us decides as each need comes up"
    assert (enquiry.phone, enquiry.phone_typed) == ("+442079460018", "020 7946 0018")


def test_no_page_of_the_way_may_be_kept_by_a_cache(quiz: QuizPage) -> None:
    visitor = Visitor()

    enquire(visitor, take_quiz(visitor, quiz.url))

    for page in visitor.pages:
        assert {"private", "no-store"} <= set(page.headers["Cache-Control"].split(", ")), page.url
        assert "Cookie" not in page.headers.get("Vary", ""), page.url


def test_each_question_says_which_of_how_many_it_is(quiz: QuizPage) -> None:
    visitor = Visitor()

    first = begin(visitor, quiz)
    second = visitor.submit(first.form("option"), option=first.form("option").choices["option"][0])

    assert "Question 1 of 6" in first.text
    assert "Question 2 of 6" in second.text


def test_going_back_finds_the_answer_and_changing_it_counts(quiz: QuizPage) -> None:
    visitor = Visitor()
    result = take_quiz(visitor, quiz.url, choose=0)
    assert "Your IT leads you" in result.text

    for page in [each for each in visitor.pages if each.asks("option")]:
        again = visitor.get(page.url)
        form = again.form("option")
        assert form.fields["option"] == form.choices["option"][0]
        visitor.submit(form, option=form.choices["option"][3])

    assert "You lead your IT" in visitor.get(result.url).text


def test_nothing_chosen_is_said_at_the_top_and_nothing_is_stored(quiz: QuizPage) -> None:
    visitor = Visitor()
    first = begin(visitor, quiz)

    again = visitor.submit(first.form("option"))

    assert again.status == 422
    assert 'role="alert"' in again.text
    assert "Choose one of the answers." in again.text
    assert QuizAttempt.objects.get().answers == {}


def test_an_option_of_another_question_is_no_answer(quiz: QuizPage) -> None:
    visitor = Visitor()
    first = begin(visitor, quiz)
    option = first.form("option").choices["option"][1]
    second = visitor.submit(first.form("option"), option=option)

    again = visitor.submit(second.form("option"), option=option)

    assert again.status == 422


@pytest.mark.parametrize("step", ["5/", "result/", "contact/"])
def test_a_step_too_far_leads_to_the_first_question_without_an_answer(
    quiz: QuizPage, step: str
) -> None:
    visitor = Visitor()
    first = begin(visitor, quiz)
    visitor.submit(first.form("option"), option=first.form("option").choices["option"][0])

    page = visitor.get(first.url.replace("/1/", f"/{step}"))

    assert "Question 2 of 6" in page.text


def test_an_unknown_attempt_is_explained(quiz: QuizPage) -> None:
    visitor = Visitor()

    for step in ("1/", "result/", "contact/"):
        page = visitor.get(f"/quiz/unknown/{step}")
        assert page.status == 404
        assert quiz.url in page.text
    assert visitor.get("/thanks/unknown/").status == 404


def test_who_is_in_the_middle_finishes_the_quiz_they_began(quiz: QuizPage) -> None:
    visitor, late = Visitor(), Visitor()
    first = begin(visitor, quiz)
    raw = json.loads(json.dumps(quiz.questions.raw_data[:5]))
    raw[0]["value"]["text"] = "Who leads?"
    quiz.questions = json.dumps(raw)
    quiz.save_revision().publish()

    page = visitor.submit(first.form("option"), option=first.form("option").choices["option"][0])
    assert "Question 2 of 6" in page.text
    assert "Who leads?" not in visitor.get(first.url).text
    assert "Question 1 of 5" in begin(late, quiz).text
    assert QuizVersion.objects.count() == 2


def test_a_version_is_frozen_once(quiz: QuizPage) -> None:
    begin(Visitor(), quiz)
    begin(Visitor(), quiz)

    assert QuizVersion.objects.count() == 1
    assert QuizAttempt.objects.count() == 2


def test_a_quiz_that_is_not_published_cannot_be_begun(quiz: QuizPage) -> None:
    visitor = Visitor()
    form = visitor.get(quiz.url).form()
    quiz.unpublish()

    assert visitor.submit(form).status == 404
    assert not QuizAttempt.objects.exists()


def test_the_result_comes_before_anybody_is_asked_who_they_are(quiz: QuizPage) -> None:
    visitor = Visitor()

    take_quiz(visitor, quiz.url)

    assert not any("email" in form.names for page in visitor.pages for form in page.forms)


def test_what_sales_should_say_is_on_no_page(quiz: QuizPage) -> None:
    visitor = Visitor()

    enquire(visitor, take_quiz(visitor, quiz.url))

    note = Enquiry.objects.get().sales_note
    assert note.startswith("Ask")
    assert not any(note[:40] in page.text for page in visitor.pages)


@pytest.mark.parametrize(
    "headers", [{}, FROM_OURS, {"Origin": "http://testserver"}, {"Origin": "null"}]
)
def test_any_browser_of_ours_gets_through(quiz: QuizPage, headers: dict[str, str]) -> None:
    visitor = Visitor(headers=headers)

    enquire(visitor, take_quiz(visitor, quiz.url))

    assert Enquiry.objects.count() == 1


def test_another_sites_page_starts_nothing_and_answers_nothing(quiz: QuizPage) -> None:
    visitor = Visitor()
    result = take_quiz(visitor, quiz.url, choose=1)
    contact = visitor.get(contact_step(result))
    first = visitor.get(result.url.replace("result/", "1/"))
    before = QuizAttempt.objects.get().answers

    visitor.headers = FROM_ELSEWHERE
    start = visitor.submit(visitor.pages[0].form())
    asked = visitor.submit(first.form("option"), option=first.form("option").choices["option"][3])
    confirm = visitor.submit(contact.form("email"), **CONTACT)

    assert [page.status for page in (start, asked, confirm)] == [403, 403, 403]
    assert QuizAttempt.objects.count() == 1
    assert QuizAttempt.objects.get().answers == before
    assert not Enquiry.objects.exists()


def test_in_doubt_every_answer_is_kept_and_one_more_press_sends_it(quiz: QuizPage) -> None:
    visitor = Visitor()
    result = take_quiz(visitor, quiz.url)
    form = visitor.get(contact_step(result)).form("email")
    ticked = next(name for name in form.choices if name.startswith("consent-"))

    confirm = visitor.submit(form, **CONTACT, key="stale", **{ticked: "on"})

    assert confirm.status == 403
    assert not Enquiry.objects.exists()
    kept = confirm.form("email")
    assert {name: kept.fields[name] for name in CONTACT} == CONTACT
    assert kept.fields[ticked] == "on"
    visitor.submit(kept)
    assert Enquiry.objects.get().consents.filter(given=True).count() == 1


def test_a_form_that_was_cut_off_on_its_way_is_not_taken(quiz: QuizPage) -> None:
    visitor = Visitor()
    form = visitor.get(contact_step(take_quiz(visitor, quiz.url))).form("email")

    page = visitor.submit(form, **{**CONTACT, "phone": "020794600"}, _end=None)

    assert page.status == 400
    assert "Only a part of it reached us" in page.text
    assert not Enquiry.objects.exists()


def test_mistakes_are_listed_and_what_was_typed_stays(quiz: QuizPage) -> None:
    visitor = Visitor()
    form = visitor.get(contact_step(take_quiz(visitor, quiz.url))).form("email")

    page = visitor.submit(form, **{**CONTACT, "email": "ann@acme", "name": ""})

    assert page.status == 422
    assert 'role="alert"' in page.text
    assert {"#field-name", "#field-email"} <= {f"#{link.partition('#')[2]}" for link in page.links}
    assert page.form("email").fields["email"] == "ann@acme"
    assert page.form("email").fields["message"] == CONTACT["message"]
    assert page.text.count("whom to ask for") >= 2, "at the top and at the field"


def test_the_same_form_sent_again_shows_the_same_reference(quiz: QuizPage) -> None:
    visitor = Visitor()
    result = take_quiz(visitor, quiz.url)
    form = visitor.get(contact_step(result)).form("email")

    first = visitor.submit(form, **CONTACT)
    second = visitor.submit(form, **CONTACT)
    reloaded = enquire(visitor, result)

    assert first.url == second.url == reloaded.url
    assert Enquiry.objects.count() == 1


def test_two_people_at_the_contact_step_at_once_are_two_enquiries(quiz: QuizPage) -> None:
    one, other = Visitor(), Visitor()
    forms = [
        visitor.get(contact_step(take_quiz(visitor, quiz.url))).form("email")
        for visitor in (one, other)
    ]

    first = one.submit(forms[0], **CONTACT)
    second = other.submit(forms[1], **CONTACT)
    shared = other.submit(forms[0], **{**CONTACT, "email": "bob@acme.example"})

    assert len({first.url, second.url, shared.url}) == 3
    assert Enquiry.objects.count() == 3


def test_the_receipt_shows_nothing_personal(quiz: QuizPage) -> None:
    visitor = Visitor()

    receipt = enquire(visitor, take_quiz(visitor, quiz.url))

    for value in ("Ann Lee", "Acme", "7946 0018", "79460018", CONTACT["message"]):
        assert value not in receipt.text
        assert value not in receipt.url


def test_consent_is_kept_in_the_words_that_were_shown(quiz: QuizPage) -> None:
    visitor = Visitor()
    form = visitor.get(contact_step(take_quiz(visitor, quiz.url))).form("email")
    boxes = [name for name in form.choices if name.startswith("consent-")]
    assert not set(boxes) & set(form.fields), "no box is ticked beforehand"

    visitor.submit(form, **CONTACT, **{boxes[0]: "on"})

    events = list(Enquiry.objects.get().consents.all())
    assert [(event.channel, event.given) for event in events] == [("email", True), ("phone", False)]
    assert events[0].wording.startswith("Your IT firm may email me")


def test_a_link_that_lost_its_article_is_told_by_the_referer(quiz: QuizPage) -> None:
    article = {"Referer": f"http://testserver{ARTICLE}"}
    visitor = Visitor(headers=article)

    begin(visitor, quiz)

    assert QuizAttempt.objects.get().attribution["article_url"] == f"http://testserver{ARTICLE}"


def test_a_campaign_and_another_sites_page_are_kept_without_its_query(quiz: QuizPage) -> None:
    visitor = Visitor(headers={"Referer": "https://search.example/find?q=ann+lee"})

    visitor.submit(visitor.get(f"{quiz.url}?utm_source=news&utm_evil=x&from=abc").form())

    assert QuizAttempt.objects.get().attribution == {
        "utm_source": "news",
        "source": "news",
        "referer": "https://search.example/find",
        "landing": quiz.url,
    }


@pytest.mark.parametrize("referer", ["http://[", "//[", "http://[::1/articles/"])
def test_a_referer_that_is_no_address_is_left_out(quiz: QuizPage, referer: str) -> None:
    visitor = Visitor(headers={"Referer": referer})

    begin(visitor, quiz)

    assert QuizAttempt.objects.get().attribution == {}


def test_an_article_is_found_by_an_address_that_is_not_ascii(quiz: QuizPage) -> None:
    article = ArticlePage(title="Führung", slug="führung")
    BlogIndexPage.objects.get().add_child(instance=article)

    begin(Visitor(headers={"Referer": f"http://testserver{article.url}"}), quiz)

    assert QuizAttempt.objects.get().attribution["article"] == "Führung"


def test_a_quiz_behind_a_password_is_not_shown_without_it(quiz: QuizPage) -> None:
    PageViewRestriction.objects.create(page=quiz, restriction_type="password", password="open")

    client = Client(headers=FROM_OURS)
    begin_url = f"/quiz/begin/{quiz.pk}/"

    asked = client.get(quiz.url).content.decode()
    refused = client.post(begin_url)

    assert begin_url not in asked
    assert 'type="password"' in asked
    assert refused.headers["Location"] == quiz.url
    assert not QuizAttempt.objects.exists()


def test_a_quiz_behind_a_password_is_taken_with_it(quiz: QuizPage) -> None:
    lock = PageViewRestriction.objects.create(
        page=quiz, restriction_type="password", password="open"
    )
    client = Client(headers=FROM_OURS)
    url = reverse("wagtailcore_authenticate_with_password", args=[lock.pk, quiz.pk])
    client.post(url, {"password": "open", "return_url": quiz.url})

    client.post(f"/quiz/begin/{quiz.pk}/")

    assert f"/quiz/begin/{quiz.pk}/" in client.get(quiz.url).content.decode()
    assert QuizAttempt.objects.count() == 1


def test_the_address_that_starts_a_quiz_leads_to_it_when_it_is_only_opened(quiz: QuizPage) -> None:
    visitor = Visitor()

    page = visitor.get(f"/quiz/begin/{quiz.pk}/")

    assert page.url.endswith(quiz.url)
    assert not QuizAttempt.objects.exists()


def test_a_page_without_an_address_is_not_taken_for_the_article(quiz: QuizPage) -> None:
    lost = AnyPage.get_first_root_node().add_child(instance=AnyPage(title="Lost", slug="lost"))
    page = AnyPage.objects.get(pk=lost.pk).add_child(instance=AnyPage(title="Below", slug="below"))
    visitor = Visitor()

    visitor.submit(visitor.get(f"{quiz.url}?from={page.pk}").form())

    assert QuizAttempt.objects.get().attribution == {}
