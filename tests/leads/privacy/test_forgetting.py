"""Forgetting a person: here at once, everywhere as soon as it can be reached."""

from __future__ import annotations

import pytest

from leads.capture.record import Contact, Submission, record_enquiry
from leads.capture.yours import own_url
from leads.delivery import registry
from leads.delivery.worker import drain
from leads.models import Delivery, Enquiry, Erasure, Person, QuizAttempt, QuizPage, State
from leads.privacy.forgetting import finish_all, forget
from tests.fakes import FakeDestination
from tests.visitor import Visitor, enquire, take_quiz

pytestmark = pytest.mark.django_db
# Long enough that no random key and no time of day holds one by chance.
SECRETS = ("Ann Lee", "acme", "7946 0018", "79460018", "older than our newest")


def sent(email: str = "ann@acme.example", key: str = "form-1") -> Enquiry:
    contact = Contact(name="Ann Lee", email=email, company="Acme", message="Ring me.")
    return record_enquiry(Submission(form_key=key, contact=contact))


def held() -> str:
    """Everything that the rows of these models hold, as text."""
    models = (Person, Enquiry, QuizAttempt, Delivery, Erasure)
    return str([list(model.objects.values()) for model in models])


def test_everything_personal_is_gone_and_the_figures_stay(quiz: QuizPage) -> None:
    visitor = Visitor()
    enquire(visitor, take_quiz(visitor, quiz.url))
    enquiry = Enquiry.objects.get()

    erasure = forget(enquiry.person)

    left = held()
    assert not [each for each in SECRETS if each.lower() in left.lower()]
    enquiry.refresh_from_db()
    assert (enquiry.score, enquiry.max_score, enquiry.answers) == (12, 18, [])
    assert QuizAttempt.objects.get().answers == {}
    assert erasure.finished_at is None or Erasure.objects.get().finished_at is not None


def test_the_person_does_it_with_two_presses_and_gets_a_receipt(quiz: QuizPage) -> None:
    visitor = Visitor()
    enquire(visitor, take_quiz(visitor, quiz.url))
    url = own_url(Enquiry.objects.get())

    asked = visitor.get(visitor.get(url).link("/erase/"))
    receipt = visitor.submit(asked.form())

    erasure = Erasure.objects.get()
    assert erasure.reference in receipt.text
    assert "Ann" not in receipt.text
    assert erasure.reference in visitor.get(url).text  # the old link leads to the receipt
    assert erasure.asked_by is None


def test_a_destination_is_told_and_only_then_is_the_address_gone() -> None:
    crm = FakeDestination()
    with registry.using(crm):
        enquiry = sent()
        drain()
        erasure = forget(enquiry.person)
        assert Person.objects.get().email == "ann@acme.example"
        assert "being erased" in Visitor().get(erasure.receipt_url()).text.lower()

        drain()
        finish_all()

    assert ("erase", "", "ann@acme.example") in crm.calls
    assert "acme" not in held()
    assert "Everything you sent us is erased" in Visitor().get(erasure.receipt_url()).text


def test_what_was_not_sent_yet_is_never_sent() -> None:
    crm = FakeDestination()
    with registry.using(crm):
        forget(sent().person)
        drain()
        finish_all()

    assert crm.count("note") == 0
    assert set(Delivery.objects.filter(kind="deliver").values_list("state", flat=True)) == {
        State.CANCELLED
    }
    assert Erasure.objects.get().finished_at is not None


def test_asking_twice_is_one_erasure() -> None:
    with registry.using(FakeDestination()):
        person = sent().person
        drain()
        first, second = forget(person), forget(person)
        drain()
        finish_all()

        assert first == second == forget(person)
    assert Delivery.objects.filter(kind="erase").count() == 1


def test_whoever_enquires_again_starts_fresh_and_is_sent_after_the_erasure() -> None:
    crm = FakeDestination()
    with registry.using(crm):
        sent()
        drain()
        forget(Person.objects.get())
        again = sent(key="form-2")
        drain()
        finish_all()

    assert [call for call in crm.asked() if call in {"run person", "erase "}] == [
        "run person",
        "erase ",
        "run person",
    ]
    again.refresh_from_db()
    assert again.name == "Ann Lee"
    assert again.person.email == "ann@acme.example"
    assert Erasure.objects.get().finished_at is not None


def test_an_erasure_stays_known_by_nothing_that_names_anybody() -> None:
    forget(sent().person)

    assert Erasure.objects.covers("Ann@Acme.example")
    assert not Erasure.objects.covers("bob@acme.example")
    assert "acme" not in str(Erasure.objects.values().get()).lower()
