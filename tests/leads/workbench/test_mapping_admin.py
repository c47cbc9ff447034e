"""The workbench: who may map fields, what the page says and shows, and asking the CRM."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.test import Client

from leads.crm.base import Problem
from leads.delivery import registry
from leads.models import CheckRun, FieldMapping, MappingVersion, QuizPage
from tests.factories import PHONE, make_enquiry, make_person
from tests.fakes import FakeDestination

pytestmark = pytest.mark.django_db
HOME = "/admin/fieldmapping/"
Fields = dict[str, Any]


def member(*groups: str) -> Client:
    user = User.objects.create_user("-".join(groups) or "nobody")
    user.groups.set(Group.objects.filter(name__in=groups))
    assert user.groups.count() == len(groups)
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


def typed(*rows: tuple[str, str], **more: str) -> Fields:
    """The form as a browser sends it: a source and a field each."""
    data: Fields = {
        "destination": "main",
        "rows-TOTAL_FORMS": len(rows),
        "rows-INITIAL_FORMS": 0,
        "rows-MIN_NUM_FORMS": 0,
        "rows-MAX_NUM_FORMS": 1000,
    }
    for at, (source, field) in enumerate(rows):
        values = {"source": source, "field": field, "type": "text", "policy": "always"}
        values |= {"translations": "", "ORDER": str(at + 1), "DELETE": "", "id": ""}
        data |= {f"rows-{at}-{name}": value for name, value in values.items()}
    return data | more


def add(client: Client, *rows: tuple[str, str], **more: str) -> Any:
    with registry.using(FakeDestination()):
        return client.post(f"{HOME}new/", typed(*rows, **more), follow=True)


def page(client: Client) -> str:
    mapping = FieldMapping.objects.get()
    return str(client.get(f"{HOME}edit/{mapping.pk}/").content.decode())


@pytest.mark.parametrize("group", ["Editors", "Moderators", "Sales"])
def test_only_operators_and_administrators_map_fields(group: str) -> None:
    client = member(group)
    mapping = FieldMapping.objects.create(destination="main")

    answers = [client.get(HOME), client.post(f"{HOME}new/", typed(("name", "x")))]
    asked = [
        client.post(f"{HOME}{what}/{mapping.pk}/").status_code for what in ("preview", "check")
    ]

    assert [each.status_code for each in answers] == [302, 302]
    assert set(asked) <= {302, 403}
    assert not FieldMapping.objects.exclude(pk=mapping.pk).exists()
    assert not CheckRun.objects.exists()


def test_what_an_operator_saves_is_what_is_sent_from_then_on() -> None:
    operator = member("Operators")

    add(operator, ("name", "full_name"), ("score", "quiz_score"))

    version = MappingVersion.objects.current("main")
    assert version is not None
    sent = [(row["source"], row["field"]) for row in version.rows]
    assert sent == [("name", "full_name"), ("score", "quiz_score")]

    mapping = FieldMapping.objects.get()
    operator.post(f"{HOME}delete/{mapping.pk}/")
    after = MappingVersion.objects.current("main")
    assert after is not None
    assert (after.number, after.rows) == (2, [])


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"destination": "other"}, "No CRM of this name is set up in CRM_URL."),
        ({"rows-0-field": "back up"}, "letters, digits and _, no spaces"),
        ({"rows-0-source": ""}, "This field is required."),
        ({"rows-0-translations": "a = b"}, "Only a choice has values."),
        ({"rows-0-translations": "a", "rows-0-type": "choice"}, "not “a”"),
    ],
)
def test_what_cannot_be_sent_is_refused_by_the_field_that_is_wrong(
    change: dict[str, str], error: str
) -> None:
    answer = add(member("Operators"), ("name", "full_name"), **change)

    assert error in answer.content.decode()
    assert not MappingVersion.objects.exists()


def test_the_form_has_its_looks_where_it_is_new_and_where_it_is_edited() -> None:
    operator = member("Operators")
    add(operator, ("name", "n"))

    for html in (page(operator), operator.get(f"{HOME}new/").content.decode()):
        assert html.count("leads/desk.css") == 1


def test_the_live_quizzes_questions_can_be_chosen_and_one_that_is_gone_is_warned_of(
    quiz: QuizPage,
) -> None:
    operator = member("Operators")
    question = quiz.content()["questions"][0]
    add(operator, (f"answer:{question['id']}", "first"), ("answer:gone", "lost"))

    html = page(operator)

    assert f'value="answer:{question["id"]}" selected' in html
    assert "No live page asks “answer:gone” any more, so “lost” is no longer filled." in html
    assert "so “first” is" not in html

    quiz.unpublish()
    assert "so “first” is no longer filled" in page(operator)


def test_the_preview_shows_what_would_be_sent_masked() -> None:
    person = make_person(name="Ann Lee", email="ann@acme.example", phone=PHONE)
    make_enquiry(person=person, message="Our server is old.", score=3)
    rows = ("name", "n"), ("email", "e"), ("phone", "p"), ("message", "m"), ("score", "s")
    both = member("Operators", "Sales")
    add(both, *rows, ("company", "c"))

    html = page(both)

    for shown in ("A… L…", "a…@a…", "+44…", "… (18 characters)", ">3<", "Not sent: not known"):
        assert shown in html
    for hidden in ("Ann", "ann@", PHONE, "server"):
        assert hidden not in html


def test_the_preview_follows_the_form_before_it_is_saved_and_stores_nothing() -> None:
    make_enquiry(reference="L-7QK4")
    both = member("Operators", "Sales")
    add(both, ("name", "n"))
    mapping = FieldMapping.objects.get()

    answer = both.post(
        f"{HOME}preview/{mapping.pk}/", typed(("reference", "r"), ("kind", "no way"))
    )

    assert "L-7QK4" in answer.content.decode()
    assert "no way" not in answer.content.decode()
    assert FieldMapping.objects.get().content()[0]["source"] == "name"


def test_who_may_not_see_enquiries_gets_no_preview() -> None:
    make_enquiry(reference="L-7QK4")
    operator = member("Operators")
    add(operator, ("reference", "r"))

    html = page(operator)

    assert "L-7QK4" not in html
    assert "which only sales may see" in html


class Unready(FakeDestination):
    """Lacks a field."""

    def check_fields(self, names: Any) -> list[Problem]:
        self.calls.append(("check", "", ",".join(names)))
        return [Problem(what="main: lacks quiz_score", remedy="Make it.")]


def test_the_worker_asks_the_crm_and_the_page_says_what_it_found() -> None:
    operator = member("Operators")
    add(operator, ("score", "quiz_score"))
    mapping = FieldMapping.objects.get()
    main = Unready()
    with registry.using(main):
        for _ in range(2):
            operator.post(f"{HOME}check/{mapping.pk}/")
        assert main.calls == []  # no page calls a CRM
        assert "no answer yet" in page(operator)

        call_command("run_checks")

    html = page(operator)
    assert main.calls == [("check", "", "quiz_score")]
    assert "main: lacks quiz_score" in html
    assert "Make it." in html


def test_a_destination_that_is_no_longer_set_up_is_said_to_be_missing() -> None:
    CheckRun.objects.create(destination="old")

    call_command("run_checks")

    [problem] = CheckRun.objects.get().problems
    assert problem["what"] == "old: no such destination is set up"
