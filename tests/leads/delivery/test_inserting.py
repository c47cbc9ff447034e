"""Objects that are stored by statements that are written once: as by Django, for less."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Value
from django.db.models.expressions import DatabaseDefault
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from leads.models import Attempt, Delivery, Enquiry, Person, Screening, inserting
from leads.models.changing import add
from leads.models.enquiry import new_reference
from leads.models.inserting import insert, insert_all
from leads.models.prepared import Prepared
from tests.factories import make_enquiry

pytestmark = pytest.mark.django_db


def values(row: Any) -> dict[str, Any]:
    return {each.attname: getattr(row, each.attname) for each in row._meta.concrete_fields}


def delivery(enquiry: Enquiry, destination: str = "main", **more: Any) -> Delivery:
    return Delivery(
        enquiry=enquiry,
        person=enquiry.person,
        sequence=1,
        destination=destination,
        created_at=timezone.now(),
        **more,
    )


def test_a_row_is_stored_with_every_kind_of_value_and_has_its_key() -> None:
    refs = {"lead": {"kind": "lead", "id": "7", "url": "100 %s"}}
    row = delivery(make_enquiry(), refs=refs, lease=uuid4(), waits=timedelta(hours=1))

    insert(row)

    assert values(Delivery.objects.get(pk=row.pk)) == values(row)
    row.tries = 3
    row.save()  # which is now a change of the row that is there
    assert Delivery.objects.get().tries == 3


def test_a_row_with_a_key_of_ours_and_one_with_a_time_of_its_own_are_stored() -> None:
    person = Person(email="ann@acme.example", name="Ann Lee")
    insert(person)
    enquiry = Enquiry(
        id=uuid4(),
        reference=new_reference(),
        receipt=uuid4().hex,
        person=person,
        sequence=1,
        name="Ann Lee",
        email="ann@acme.example",
        answers=[{"question": "?", "answer": "é"}],
        created_at=timezone.now(),
    )

    insert(enquiry)

    assert Person.objects.get().created_at == person.created_at
    assert values(Enquiry.objects.get()) == values(enquiry)


def test_several_rows_are_stored_in_one_statement_and_none_in_no_statement() -> None:
    enquiry = make_enquiry()
    with CaptureQueriesContext(connection) as made:
        insert_all([delivery(enquiry, name) for name in ("main", "other", "third")])
        insert_all([])

    assert len(made) == 1
    assert sorted(Delivery.objects.values_list("destination", flat=True)) == [
        *("main", "other", "third")
    ]


def test_a_row_that_may_not_be_there_twice_is_refused_as_by_django() -> None:
    screening = {"enquiry": make_enquiry(), "score": 1, "reasons": [], "held": False}
    insert(Screening(**screening))

    with pytest.raises(IntegrityError), transaction.atomic():
        insert(Screening(**screening))

    assert Screening.objects.count() == 1


def test_nothing_is_stored_in_a_transaction_that_is_broken() -> None:
    with transaction.atomic():
        transaction.set_rollback(True)
        with pytest.raises(transaction.TransactionManagementError):
            insert(Person(email="ann@acme.example", name="Ann Lee"))

    assert not Person.objects.exists()


@pytest.fixture
def by_database(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As if the database had a default for a delivery's `failing_since`, and it for an attempt's
    status: it has, that they are not known."""
    for model, name in ((Delivery, "failing_since"), (Attempt, "http_status")):
        field = model._meta.get_field(name)
        field.__dict__.pop("_get_default", None)
        monkeypatch.setattr(field, "db_default", Value(None))
    inserting._by_database.cache_clear()
    yield
    for model, name in ((Delivery, "failing_since"), (Attempt, "http_status")):
        model._meta.get_field(name).__dict__.pop("_get_default", None)
    inserting._by_database.cache_clear()


@pytest.mark.usefixtures("by_database")
def test_what_the_database_has_a_default_for_is_left_to_it_unless_it_is_given() -> None:
    row, now = delivery(make_enquiry()), timezone.now()
    assert isinstance(row.failing_since, DatabaseDefault)

    insert(row)
    insert_all([given := delivery(make_enquiry(), failing_since=now)])
    add(Attempt, {"delivery": row.pk, "started_at": now, "milliseconds": 1, "outcome": "x"})

    assert row.failing_since is None
    assert list(Delivery.objects.order_by("pk").values_list("failing_since", flat=True)) == [
        *(None, given.failing_since)
    ]
    assert Attempt.objects.values_list("http_status", flat=True).get() is None


def test_rows_are_found_by_a_text_and_by_a_key_of_ours() -> None:
    enquiry = make_enquiry()
    make_enquiry()
    by_key = Prepared(Enquiry, lambda key: Enquiry.objects.filter(pk=key))
    by_address = Prepared(Person, lambda email: Person.objects.filter(email=email))

    assert by_key.first(enquiry.pk) == enquiry
    assert by_key.first(uuid4()) is None
    assert by_address.first(enquiry.person.email) == enquiry.person
    assert by_address.first("in the place of a text") is None
    assert by_address.first("100%s ?") is None
