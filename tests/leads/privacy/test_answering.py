"""Answering somebody who asks what is held of them: at a terminal and in the admin."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import CommandError, call_command
from django.test import Client
from wagtail.models import ModelLogEntry

from leads.delivery import registry
from leads.delivery.worker import drain
from leads.models import Delivery, Enquiry, Erasure, Person, QuizPage
from leads.privacy.finding import held_of
from tests.factories import make_enquiry, make_person
from tests.fakes import FakeDestination
from tests.visitor import Visitor, enquire, take_quiz

pytestmark = pytest.mark.django_db
ANN = "ann.lee@acme.example"


@pytest.fixture
def ann(quiz: QuizPage) -> Person:
    """Somebody who took the quiz and was delivered to a CRM."""
    visitor = Visitor()
    with registry.using(FakeDestination()):
        enquire(visitor, take_quiz(visitor, quiz.url))
        drain()
    return Person.objects.get()


def member(*groups: str) -> Client:
    user = User.objects.create_user("-".join(groups) or "nobody")
    user.groups.set(Group.objects.filter(name__in=groups))
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


def test_an_export_holds_all_that_was_told_and_where_it_went(ann: Person, tmp_path: Path) -> None:
    call_command("person", "export", " Ann.Lee@ACME.example", "--to", str(tmp_path))

    [data] = tmp_path.glob("*.json")
    [page] = tmp_path.glob("*.html")
    for file in (data, page):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert "ann" not in file.name
    held = json.loads(data.read_text())["held"]
    enquiry = Enquiry.objects.get()
    assert held["Person"][0]["e-mail address"] == ANN
    assert held["Enquiries"][0]["message"] == enquiry.message
    assert held["Enquiries"][0]["answers"] == enquiry.answers
    assert held["Where it was sent"][0]["now"] == "In CRM as person-1 (main)"
    assert {"Consent events", "Answers as they were given", "Tries to send it"} <= set(held)
    for words in (ANN, "Acme Ltd", enquiry.message, enquiry.answers[0]["question"], "person-1"):
        assert words in page.read_text()


def test_an_export_holds_no_key_to_anything(ann: Person) -> None:
    told = str(held_of(ann))

    assert Enquiry.objects.get().receipt not in told


def test_every_table_that_names_a_person_says_what_an_erasure_leaves_of_it() -> None:
    for model in (Person, Enquiry, Delivery):
        for relation in model._meta.related_objects:
            assert isinstance(relation.related_model.wiped, dict), relation.related_model


def test_erasing_first_says_what_goes_and_then_gives_a_receipt(
    ann: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("person", "erase", ANN)
    assert "   1  Enquiries" in capsys.readouterr().out
    assert not Erasure.objects.exists()

    call_command("person", "erase", ANN, "--yes")

    erasure = Erasure.objects.get()
    said = capsys.readouterr().out
    assert f"{erasure.reference}: erased here." in said
    assert said.strip().endswith(erasure.receipt_url())
    assert Enquiry.objects.get().name == ""


def test_an_address_that_is_unknown_or_was_erased_is_said_so(ann: Person) -> None:
    with pytest.raises(CommandError, match=r"Nothing is held under this address\.$"):
        call_command("person", "export", "bob@acme.example")
    call_command("person", "erase", ANN, "--yes")
    with registry.using(FakeDestination()):
        drain()
    call_command("finish_erasures")
    with pytest.raises(CommandError, match="it was erased"):
        call_command("person", "export", ANN)


def test_another_address_of_the_same_person_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    first = make_enquiry(person=make_person(email=ANN))
    make_enquiry(person=make_person(email="anne@acme.example"), corrects=first)

    call_command("person", "erase", ANN)

    assert "They also gave another address" in capsys.readouterr().out


def test_the_admin_finds_hands_out_and_erases_and_notes_who_did_it(ann: Person) -> None:
    officer = member("Data protection")
    found = officer.post("/admin/privacy/people/", {"email": ANN})
    assert found.status_code == 302
    address = found.headers["Location"]
    assert "acme" not in address.lower()

    page = officer.get(address)
    exported = officer.post(f"{address}json/")
    unsure = officer.post(f"{address}erase/", {})
    erased = officer.post(f"{address}erase/", {"sure": "on"}, follow=True)

    assert ANN in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]
    assert "no-store" in exported.headers["Cache-Control"]
    assert json.loads(exported.content)["about"]["of"] == ANN
    assert "This field is required" in unsure.content.decode()
    erasure = Erasure.objects.get()
    assert erasure.reference in erased.content.decode()
    assert erasure.asked_by is not None
    noted = ModelLogEntry.objects.filter(action__startswith="leads.person")
    assert sorted(each.action for each in noted) == ["leads.person.erase", "leads.person.export"]
    assert {each.label for each in noted} == {f"Person {ann.pk}"}


def test_the_admin_says_when_nothing_is_held(ann: Person) -> None:
    page = member("Data protection").post("/admin/privacy/people/", {"email": "bob@acme.example"})

    assert "Nothing is held under this address." in page.content.decode()
    assert "bob@acme.example" in page.content.decode()  # what was typed stays


@pytest.mark.parametrize("group", ["", "Editors", "Sales", "Operators"])
def test_nobody_else_may(ann: Person, group: str) -> None:
    other = member(*filter(None, [group]))
    for address in ("", f"{ann.pk}/", f"{ann.pk}/erase/"):
        assert other.get(f"/admin/privacy/people/{address}").status_code in {302, 403}
    assert other.post(f"/admin/privacy/people/{ann.pk}/json/").status_code in {302, 403}
    assert other.post(f"/admin/privacy/people/{ann.pk}/erase/", {"sure": "on"}).status_code in {
        302,
        403,
    }
    assert not Erasure.objects.exists()
