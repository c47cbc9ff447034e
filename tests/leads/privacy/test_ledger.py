"""The ledger: what is erased stays erased, in every byte and after a restore."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from leads.capture.record import Contact, Submission, record_enquiry
from leads.delivery import registry
from leads.delivery.worker import drain
from leads.models import Delivery, Enquiry, Erasure, Person
from leads.privacy import ledger
from leads.privacy.forgetting import forget
from leads.privacy.replaying import replay
from tests.fakes import FakeDestination

pytestmark = pytest.mark.django_db(transaction=True)
MARKS = ("Xanthippe", "quarrelsome", "xanthippe.q@acme.example", "7946 0018")


@pytest.fixture(autouse=True)
def erasures(settings: Any, tmp_path: Path) -> Path:
    settings.ERASURE_LEDGER = str(tmp_path / "erasures.jsonl")
    return tmp_path / "erasures.jsonl"


def sent(key: str = "form-1") -> Enquiry:
    contact = Contact(
        name="Xanthippe Quill",
        email="xanthippe.q@acme.example",
        phone_typed="020 7946 0018",
        message="A quarrelsome printer. " * 400,  # more than a page of the database
    )
    return record_enquiry(Submission(form_key=key, contact=contact))


def bytes_of_the_database() -> bytes:
    path = Path(connection.settings_dict["NAME"])
    files = [path.with_name(path.name + suffix) for suffix in ("", "-wal")]
    return b"".join(each.read_bytes() for each in files if each.exists())


def marks_in(found: bytes) -> list[str]:
    return [each for each in MARKS if each.encode() in found]


def rows() -> dict[Any, list[dict[str, Any]]]:
    """What a copy of the database would bring back, as far as this is about."""
    return {model: list(model.objects.values()) for model in (Person, Enquiry, Delivery)}


def bring_back(copy: dict[Any, list[dict[str, Any]]]) -> None:
    for model in (Erasure, Delivery, Enquiry, Person):
        model.objects.all().delete()
    for model, each in copy.items():
        model.objects.bulk_create(model(**row) for row in each)


def test_no_byte_of_somebody_is_left_in_database_log_and_ledger(erasures: Path) -> None:
    with registry.using(FakeDestination()):
        enquiry = sent()
        drain()
        assert set(marks_in(bytes_of_the_database())) >= {"Xanthippe", "quarrelsome"}
        forget(enquiry.person)
        drain()
        call_command("finish_erasures")

    assert marks_in(bytes_of_the_database()) == []
    assert marks_in(erasures.read_bytes()) == []
    assert erasures.stat().st_mode & 0o777 == 0o600


def test_somebody_whom_a_copy_brings_back_is_erased_again_under_the_same_reference() -> None:
    crm = FakeDestination()
    with registry.using(crm):
        sent()
        drain()
        copy = rows()
        erasure = forget(Person.objects.get())
        drain()
        call_command("finish_erasures")
        told = len(crm.erasures)
        bring_back(copy)
        assert marks_in(bytes_of_the_database())

        call_command("after_restore")
        call_command("after_restore")

        again = Erasure.objects.get()
        assert (again.reference, again.asked_at) == (erasure.reference, erasure.asked_at)
        assert again.finished_at is not None
        assert marks_in(bytes_of_the_database()) == []
        drain()
        assert len(crm.erasures) == told  # the CRM had confirmed it; what it holds has come later


def test_a_crm_that_had_not_confirmed_it_is_told_again() -> None:
    crm = FakeDestination()
    with registry.using(crm):
        sent()
        drain()
        copy = rows()
        forget(Person.objects.get())
        bring_back(copy)

        replay()
        drain()

    assert len(crm.erasures) == 1


def test_whoever_enquired_after_an_erasure_is_left_by_a_replay() -> None:
    forget(sent().person)
    again = sent("form-2")

    assert replay() == 0
    again.refresh_from_db()
    assert again.name == "Xanthippe Quill"


def test_what_was_sent_since_the_copy_is_looked_for_and_not_made_twice() -> None:
    crm = FakeDestination()
    with registry.using(crm):
        sent()
        copy = rows()
        drain()
        bring_back(copy)
        call_command("after_restore")
        drain()

    assert crm.count("note") == 1
    assert Delivery.objects.get().state == "delivered"


def test_a_line_that_a_power_cut_has_torn_costs_no_other(erasures: Path) -> None:
    forget(sent().person)
    whole = erasures.read_text()
    erasures.write_text(whole + '{"reference": "E-TORN", "fing')

    forget(sent("form-2").person)

    assert len(ledger.entries()) == 2
    assert "E-TORN" not in ledger.entries()


def test_an_erasure_is_done_though_the_ledger_cannot_be_written_and_noted_later(
    settings: Any, tmp_path: Path
) -> None:
    (tmp_path / "full").touch()
    settings.ERASURE_LEDGER = str(tmp_path / "full" / "erasures.jsonl")

    erasure = forget(sent().person)
    assert Enquiry.objects.get().name == ""
    settings.ERASURE_LEDGER = str(tmp_path / "erasures.jsonl")
    call_command("finish_erasures")

    assert erasure.reference in ledger.entries()


def test_an_old_key_still_recognises_whom_it_was_used_for(settings: Any) -> None:
    with registry.using():
        sent()
        copy = rows()
        forget(Person.objects.get())
        bring_back(copy)
        settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "a new one"

        replay()

    assert Enquiry.objects.get().name == ""
