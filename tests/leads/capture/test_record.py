"""One form, one enquiry: in one transaction, however often it is sent."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from django.db import OperationalError, connection

from leads.capture import record
from leads.capture.record import Contact, Submission, record_enquiry
from leads.crm.base import Destination, Problem, Ref
from leads.crm.base import Enquiry as Payload
from leads.delivery import outbox, registry
from leads.models import ConsentEvent, Delivery, Enquiry, Person


class Nowhere(Destination):
    """A destination that only has a name: nothing is delivered here."""

    steps = ()
    repeatable = frozenset()

    def __init__(self, name: str) -> None:
        self.name = name

    def run(self, step: str, enquiry: Payload, refs: Mapping[str, Ref]) -> Ref:
        raise NotImplementedError

    def find(self, step: str, enquiry: Payload, refs: Mapping[str, Ref]) -> Ref | None:
        raise NotImplementedError

    def check(self) -> list[Problem]:
        raise NotImplementedError


CONTACT = Contact(
    name="Ann Lee",
    email="Ann@Acme.example",
    phone="+442079460018",
    phone_typed="020 7946 0018",
    callback="soon",
)
BOX = {"purpose": "marketing", "channel": "email", "wording": "You may write."}
SENT = Submission(form_key="form-1", contact=CONTACT, consents=[(BOX, True)], page="/contact/")


def sent(**changes: Any) -> Submission:
    return replace(SENT, contact=replace(CONTACT, **changes))


@pytest.mark.django_db
def test_person_enquiry_consent_and_outbox_are_stored_together() -> None:
    with registry.using(Nowhere("main"), Nowhere("second")):
        enquiry = record_enquiry(SENT)

    assert Person.objects.get().email == "ann@acme.example"
    assert enquiry.reference.startswith("L-")
    assert len(enquiry.reference) == 6
    consent = ConsentEvent.objects.get()
    assert (consent.given, consent.wording, consent.enquiry) == (True, "You may write.", enquiry)
    assert set(Delivery.objects.values_list("destination", flat=True)) == {"main", "second"}


@pytest.mark.django_db
def test_the_same_form_again_is_the_same_enquiry() -> None:
    with registry.using(Nowhere("main")):
        first, second = record_enquiry(SENT), record_enquiry(SENT)

    assert first.reference == second.reference
    counts = [model.objects.count() for model in (Person, Enquiry, ConsentEvent, Delivery)]
    assert counts == [1, 1, 1, 1]


@pytest.mark.django_db
def test_another_person_or_other_words_through_the_same_form_are_another_enquiry() -> None:
    references = {
        record_enquiry(each).reference
        for each in (
            SENT,
            sent(email="bob@acme.example"),
            sent(message="One thing more"),
            replace(SENT, consents=[(BOX, False)]),
            replace(SENT, form_key="form-2"),
        )
    }

    assert len(references) == 5
    assert Person.objects.count() == 2


@pytest.mark.django_db
def test_the_first_name_of_a_person_stays_and_what_was_empty_is_filled() -> None:
    record_enquiry(sent(phone="", phone_typed="", callback=""))
    second = record_enquiry(sent(name="Anne Smith", email="ANN@acme.example", company="Acme Ltd"))

    person = Person.objects.get()
    assert (person.name, person.company, person.phone) == ("Ann Lee", "Acme Ltd", "+442079460018")
    assert second.name == "Anne Smith"
    assert second.sequence == 2


@pytest.mark.django_db
def test_a_domain_typed_in_its_own_script_and_in_plain_letters_is_one_person() -> None:
    first = record_enquiry(sent(email="Ann@Müller.example"))
    second = record_enquiry(sent(email="ann@xn--mller-kva.example", message="One thing more"))

    assert Person.objects.get().email == "ann@xn--mller-kva.example"
    assert (first.email, second.email) == ("Ann@Müller.example", "ann@xn--mller-kva.example")


@pytest.mark.django_db
def test_when_the_outbox_cannot_be_written_nothing_is(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_enquiry: Enquiry, **_: object) -> None:
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(outbox, "enqueue", full)

    with pytest.raises(OperationalError):
        record_enquiry(SENT)
    assert not Person.objects.exists()
    assert not Enquiry.objects.exists()


@pytest.mark.django_db
def test_a_reference_that_is_taken_is_not_given_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter(["L-0001", "L-0001", "L-0002"])
    monkeypatch.setattr(record, "new_reference", lambda: next(drawn))

    first, second = record_enquiry(SENT), record_enquiry(replace(SENT, form_key="form-2"))

    assert (first.reference, second.reference) == ("L-0001", "L-0002")


@pytest.mark.django_db(transaction=True)
def test_a_double_tap_makes_one_enquiry() -> None:
    start, seen = threading.Barrier(8), []

    def tap() -> None:
        start.wait()
        seen.append(record_enquiry(SENT).reference)
        connection.close()

    taps = [threading.Thread(target=tap) for _ in range(8)]
    with registry.using(Nowhere("main")):
        for each in taps:
            each.start()
        for each in taps:
            each.join()

    assert len(seen) == 8
    assert len(set(seen)) == 1
    assert Enquiry.objects.count() == Delivery.objects.count() == 1
    assert Person.objects.get().enquiry_count == 1


@pytest.mark.django_db
def test_nobodys_name_is_in_the_words_that_logs_print() -> None:
    enquiry = record_enquiry(SENT)

    printed = f"{SENT!r} {CONTACT!r} {enquiry!r} {enquiry.person!r}"
    for secret in ("Ann Lee", "ann@", "Acme", "7946 0018", "79460018"):
        assert secret not in printed
