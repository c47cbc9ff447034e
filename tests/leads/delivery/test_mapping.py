"""What a mapping sends: sources, types, policies, and which version a delivery went by."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from leads.crm.base import FieldValue, Rejected
from leads.delivery import registry
from leads.delivery.mapping import fields, mapped
from leads.delivery.sources import Known
from leads.delivery.telling import life
from leads.delivery.worker import drain
from leads.models import ConsentEvent, Delivery, Enquiry, MappingVersion, QuizVersion
from tests.factories import make_delivery, make_enquiry, make_person
from tests.fakes import FakeDestination

KNOWN: dict[str, Known] = {
    "company": "Acme Ltd",
    "score": 7,
    "wants_call": True,
    "submitted_at": datetime(2026, 11, 26, 9, 0, tzinfo=UTC),
    "answer:staff": ["20 to 50"],
    "answer:worries": ["Backups", "Passwords"],
    "answer:servers": "12",
}


def row(source: str, kind: str = "text", field: str = "f", **more: str) -> dict[str, str]:
    values = {"source": source, "field": field, "type": kind, "policy": "always"}
    return values | {"translations": ""} | more


@pytest.mark.parametrize(
    ("source", "kind", "value"),
    [
        ("company", "text", "Acme Ltd"),
        ("score", "number", 7),
        ("score", "text", "7"),
        ("answer:servers", "number", 12),
        ("wants_call", "yes_no", True),
        ("wants_call", "text", "Yes"),
        ("submitted_at", "date", date(2026, 11, 26)),
        ("answer:worries", "text", "Backups; Passwords"),
        ("answer:worries", "choice", "Backups;Passwords"),
    ],
)
def test_each_type_sends_a_value_of_its_own_kind(source: str, kind: str, value: FieldValue) -> None:
    [found] = mapped([row(source, kind)], KNOWN, first=True)

    assert (found.value, type(found.value), found.why) == (value, type(value), "")


@pytest.mark.parametrize(
    ("source", "kind", "why"),
    [
        ("phone", "text", "not known"),
        ("company", "number", "not a number"),
        ("company", "date", "not a date"),
        ("company", "yes_no", "neither yes nor no"),
        ("answer:gone", "text", "not known"),
    ],
)
def test_what_is_unknown_or_of_another_kind_is_left_out_and_says_why(
    source: str, kind: str, why: str
) -> None:
    rows = [row(source, kind)]

    assert fields(rows, KNOWN, first=True) == {}
    assert [each.why for each in mapped(rows, KNOWN, first=True)] == [why]


def test_a_choice_is_sent_in_the_crm_s_own_values_and_not_at_all_without_one() -> None:
    listed = row("answer:worries", "choice", translations="backups = bkp\nPasswords=pw\n\nodd line")
    unlisted = row("answer:staff", "choice", translations="Over 50 = l")

    assert fields([listed], KNOWN, first=True) == {"f": "bkp;pw"}
    assert fields([unlisted], KNOWN, first=True) == {}


def test_only_a_first_enquiry_fills_what_is_for_first_enquiries() -> None:
    rows = [row("company", policy="first")]

    assert fields(rows, KNOWN, first=True) == {"f": "Acme Ltd"}
    assert fields(rows, KNOWN, first=False) == {}


def test_of_two_rows_for_one_field_the_first_that_is_known_fills_it() -> None:
    rows = [row("answer:gone"), row("answer:staff"), row("company")]

    assert fields(rows, KNOWN, first=True) == {"f": "20 to 50"}


def enquiry_of_quiz() -> Enquiry:
    content = {"title": "Q", "categories": [{"id": "c1", "name": "Backups"}]}
    version = QuizVersion.objects.create(digest="d", content=content)
    answers: list[dict[str, Any]] = [
        {
            "question_id": "staff",
            "question": "How many?",
            "answer": "20 to 50",
            "option_texts": ["20 to 50"],
            "points": {"Backups": 3, "": 1},
            "categories": ["Backups"],
        }
    ]
    return make_enquiry(
        quiz_version=version, quiz="Q", answers=answers, score=4, max_score=9, result="Nearly",
        attribution={"utm_source": "news"}, callback="soon",
    )  # fmt: skip


def freeze(*rows: dict[str, str]) -> MappingVersion:
    return MappingVersion.objects.freeze("main", list(rows))


def sent(delivery: Delivery) -> dict[str, FieldValue]:
    """Deliver, and return the fields that the destination was told."""
    main = FakeDestination()
    with registry.using(main):
        drain()
    delivery.refresh_from_db()
    return dict(main.enquiries[0].fields)


@pytest.mark.django_db
def test_stored_answers_points_consents_and_campaign_reach_the_crm_s_fields() -> None:
    enquiry = enquiry_of_quiz()
    ConsentEvent.objects.create(
        person=enquiry.person, enquiry=enquiry, purpose="marketing", channel="email", given=False,
        wording="May we?", page="/", at=enquiry.created_at,
    )  # fmt: skip
    sources = {
        "first_name": ("text", "Ann"),
        "percent": ("number", 44),
        "answer:staff": ("text", "20 to 50"),
        "points:c1": ("number", 3),
        "consent:marketing:email": ("yes_no", False),
        "utm_source": ("text", "news"),
        "kind": ("text", "Message"),
        "company": ("text", None),
    }
    freeze(*[row(name, kind, f"f{at}") for at, (name, (kind, _)) in enumerate(sources.items())])

    told = sent(make_delivery(enquiry=enquiry))

    expected = {f"f{at}": value for at, (_, value) in enumerate(sources.values())}
    assert told == {name: value for name, value in expected.items() if value is not None}


@pytest.mark.django_db
def test_a_delivery_says_which_version_it_was_sent_by_and_a_later_one_does_not_change_that() -> (
    None
):
    first = freeze(row("reference"))
    delivery = make_delivery()
    sent(delivery)

    second = freeze(row("name"))
    Delivery.objects.filter(pk=delivery.pk).update(state="pending", due_at=delivery.created_at)
    with registry.using(FakeDestination()):
        drain()

    delivery.refresh_from_db()
    assert delivery.mapping == first
    assert (first.number, second.number) == (1, 2)
    assert "Its fields are those of version 1 of the mapping." in list(life(delivery))


@pytest.mark.django_db
def test_a_delivery_that_has_made_nothing_yet_goes_by_the_mapping_of_the_day() -> None:
    freeze(row("company"))
    delivery = make_delivery(enquiry=make_enquiry(person=make_person(name="Ann Lee")))
    corrected = freeze(row("name"))

    assert sent(delivery) == {"f": "Ann Lee"}
    assert delivery.mapping == corrected


@pytest.mark.django_db
def test_rows_that_are_stored_unchanged_are_no_new_version() -> None:
    assert freeze(row("name")) == freeze(row("name"))
    assert MappingVersion.objects.current("other") is None


@pytest.mark.django_db
def test_an_enquiry_whose_fields_are_refused_goes_without_them() -> None:
    freeze(row("reference", field="custom"))
    delivery = make_delivery()
    main = FakeDestination(person=[Rejected("no", http_status=400, fields=("custom",))])
    with registry.using(main):
        drain()
        Delivery.objects.waiting().update(due_at=delivery.created_at)
        drain()

    delivery.refresh_from_db()
    assert [dict(each.fields) for each in main.enquiries][:2] == [
        {"custom": delivery.enquiry.reference},
        {},
    ]
    assert (delivery.state, delivery.minimal, delivery.mapping) == ("delivered", True, None)
