"""What somebody sees of what they sent, puts right, and takes back. Looking changes nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from leads.capture.yours import own_url
from leads.models import (
    ConsentEvent,
    ConsentWording,
    ContactSettings,
    Enquiry,
    Erasure,
    Person,
    QuizPage,
)
from leads.privacy.forgetting import forget
from tests.visitor import Visitor, enquire, take_quiz

FROM_ELSEWHERE = {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}


@pytest.fixture
def sent(quiz: QuizPage) -> Enquiry:
    """An enquiry after the quiz, of somebody who may be written to."""
    visitor = Visitor()
    result = take_quiz(visitor, quiz.url)
    page = visitor.get(next(each for each in result.links if each.endswith("/contact/")))
    form = page.form("email")
    box = next(name for name in form.names if name.startswith("consent-"))
    enquire(visitor, result, **{box: "on"})
    return Enquiry.objects.get()


def staff() -> Client:
    """Somebody who sees everything in the admin."""
    client = Client()
    user = User.objects.create_superuser("sam")
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


def everything() -> dict[str, Any]:
    """All that could have been changed."""
    return {
        "people": list(Person.objects.values()),
        "enquiries": list(Enquiry.objects.values()),
        "consents": list(ConsentEvent.objects.values()),
        "erasures": Erasure.objects.count(),
    }


def test_the_sender_sees_what_was_sent_in_their_own_words(sent: Enquiry) -> None:
    page = Visitor().get(own_url(sent))

    for words in (sent.reference, "Ann Lee", "Acme Ltd", sent.message, "020 7946 0018"):
        assert words in page.text
    for answer in sent.answers:
        assert answer["question"] in page.text
        assert answer["answer"] in page.text
    assert "no-store" in page.headers["Cache-Control"]


def test_the_address_names_nobody_and_only_ours_leads_anywhere(sent: Enquiry) -> None:
    url = own_url(sent)

    assert "acme" not in url.lower()
    assert Visitor().get(url[:-2] + "x/").status == 404
    assert Visitor().get(f"/yours/{sent.receipt}/").status == 404


def test_a_mail_scanner_that_opens_every_link_changes_nothing(sent: Enquiry) -> None:
    before, visitor = everything(), Visitor()

    page = visitor.get(own_url(sent))
    for link in [each for each in page.links if "/yours/" in each]:
        for further in visitor.get(link).links:
            if "/yours/" in further:
                visitor.get(further)
    visitor.get(own_url(sent) + "withdraw/")

    assert everything() == before


def test_a_correction_is_an_enquiry_of_its_own_and_the_person_goes_by_it(sent: Enquiry) -> None:
    visitor = Visitor()
    page = visitor.get(visitor.get(own_url(sent)).link("/correct/"))
    assert page.form("email").fields["name"] == "Ann Lee"

    receipt = visitor.submit(page.form("email"), name="Anne Leigh", phone="020 7946 0111")

    new = Enquiry.objects.exclude(pk=sent.pk).get()
    assert new.reference in receipt.text
    assert (new.kind, new.corrects, new.person) == ("correction", sent, sent.person)
    person = Person.objects.get()
    assert (person.name, person.phone) == ("Anne Leigh", "+442079460111")
    sent.refresh_from_db()
    assert sent.name == "Ann Lee"


def test_a_correction_that_is_wrong_itself_keeps_what_was_typed(sent: Enquiry) -> None:
    visitor = Visitor()
    form = visitor.get(own_url(sent) + "correct/").form("email")

    page = visitor.submit(form, name="Anne Leigh", email="not an address")

    assert page.status == 422
    assert page.form("email").fields["name"] == "Anne Leigh"
    assert Enquiry.objects.count() == 1


def test_a_corrected_address_is_another_person_and_the_first_stays(sent: Enquiry) -> None:
    visitor = Visitor()
    form = visitor.get(own_url(sent) + "correct/").form("email")

    visitor.submit(form, email="anne@acme.example")

    new = Enquiry.objects.exclude(pk=sent.pk).get()
    assert (new.person.email, new.corrects) == ("anne@acme.example", sent)
    assert sent.person.email == "ann.lee@acme.example"


def test_consent_is_taken_back_with_one_press_and_told_to_the_crm(sent: Enquiry) -> None:
    visitor = Visitor()
    page = visitor.get(own_url(sent))
    form = next(each for each in page.forms if each.action.endswith("/withdraw/"))

    after = visitor.submit(form)
    again = visitor.submit(form)

    given = ConsentEvent.objects.get(given=True)
    taken_back = ConsentEvent.objects.get(enquiry__corrects=sent)
    assert not taken_back.given
    assert (taken_back.purpose, taken_back.channel) == (given.purpose, given.channel)
    assert given.wording in taken_back.wording
    assert taken_back.enquiry.kind == "withdrawal"
    assert "Take my consent back" not in after.text
    assert again.status == 200
    assert Enquiry.objects.count() == 2


def test_marketing_is_objected_to_with_one_press_whatever_was_agreed_to(sent: Enquiry) -> None:
    visitor = Visitor()
    form = next(each for each in visitor.get(own_url(sent)).forms if "/object/" in each.action)

    after = visitor.submit(form)
    again = visitor.submit(form)

    objection = Enquiry.objects.exclude(pk=sent.pk).get()
    assert (objection.kind, objection.corrects) == ("objection", sent)
    said = ConsentEvent.objects.filter(enquiry=objection).values_list("channel", "given")
    assert set(said) == {("email", False), ("phone", False), ("post", False)}
    assert "You have objected to it" in after.text
    assert again.status == 200
    assert (
        "Objection to marketing" in staff().get(f"/admin/enquiry/{objection.pk}/").content.decode()
    )


@pytest.mark.django_db
@pytest.mark.parametrize("what", ["withdraw", "object", "erase"])
def test_another_sites_page_can_press_no_button(sent: Enquiry, what: str) -> None:
    before = everything()

    answer = Client().post(own_url(sent) + f"{what}/", headers=FROM_ELSEWHERE)

    assert answer.status_code == 403
    assert "once more" in answer.content.decode()
    assert everything() == before


def test_sales_see_what_was_put_right_and_what_was_erased(sent: Enquiry) -> None:
    visitor = Visitor()
    form = visitor.get(own_url(sent) + "correct/").form("email")
    visitor.submit(form, name="Anne Leigh")
    new = Enquiry.objects.exclude(pk=sent.pk).get()
    sales = staff()

    old_page = sales.get(f"/admin/enquiry/{sent.pk}/").content.decode()
    new_page = sales.get(f"/admin/enquiry/{new.pk}/").content.decode()
    forget(sent.person)
    erased_page = sales.get(f"/admin/enquiry/{sent.pk}/").content.decode()

    assert new.reference in old_page
    assert f"Correction of {sent.reference}" in new_page
    assert "Erased on" in erased_page
    assert "Ann" not in erased_page


def test_each_wording_of_a_box_is_a_version_with_its_answers(sent: Enquiry) -> None:
    settings = ContactSettings.objects.get()
    settings.consents[0].value["wording"] = "Write to me when there is news."
    settings.save()
    visitor = Visitor()
    enquire(visitor, take_quiz(visitor, "/it-leadership-quiz/"), email="bob@acme.example")
    editor = staff()

    page = editor.get("/admin/reports/consent/").content.decode()

    assert "Write to me when there is news." in page
    first, second = ConsentWording.objects.filter(channel="email").order_by("number")
    assert (first.number, second.number) == (1, 2)
    assert second.events.get().given is False
    assert Client().get("/admin/reports/consent/").status_code == 302
