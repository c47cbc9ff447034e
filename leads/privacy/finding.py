"""Everything that is held of a person, found by following the tables and not by a list of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db.models import Field, Model, QuerySet
from django.utils import timezone

from leads.delivery import words
from leads.models import Attempt, Delivery, Enquiry, Person, QuizAttempt
from leads.models.person import normalised

# Keys to pages and locks: they say nothing about the person, and whoever reads them could use them.
_KEYS = {"receipt", "token", "share", "lease", "fingerprint"}


def find(email: str) -> Person | None:
    """Return the person with this e-mail address, None where nothing is held of them."""
    return Person.objects.filter(email=normalised(email)).first()


def also(person: Person) -> QuerySet[Person]:
    """Return the people who are probably the same one: they put the address right, from or to."""
    theirs = Enquiry.objects.filter(person=person)
    linked = Enquiry.objects.filter(corrects__in=theirs) | Enquiry.objects.filter(
        corrections__in=theirs
    )
    return Person.objects.filter(enquiries__in=linked).exclude(pk=person.pk).distinct()


def held_of(person: Person) -> dict[str, Any]:
    """Return everything that is held of a person, as JSON values, by what it is.

    Each section is a list of records, and each record maps a field's label to its value; what is
    empty is left out. Members of staff, and keys of pages, are too.
    """
    enquiries = list(person.enquiries.order_by("sequence"))
    deliveries = Delivery.objects.filter(person=person)
    found: dict[str, list[Any]] = {"Person": [_record(person)]}
    found["Enquiries"] = [_record(each) for each in enquiries]
    attempts = QuizAttempt.objects.filter(enquiries__in=enquiries).distinct()
    found["Answers as they were given"] = [_record(each) for each in attempts]
    found["Where it was sent"] = [*_sent(deliveries)]
    tries = Attempt.objects.filter(delivery__in=deliveries)
    found["Tries to send it"] = [_record(each) for each in tries]
    for model, rows in _others(person, enquiries):
        found[str(model._meta.verbose_name_plural).capitalize()] = [_record(each) for each in rows]
    return {name: records for name, records in found.items() if records}


def _others(
    person: Person, enquiries: Iterable[Enquiry]
) -> Iterator[tuple[type[Model], QuerySet[Any]]]:
    """Yield each further table with a row of this person or of one of these enquiries."""
    rows: dict[type[Model], QuerySet[Any]] = {}
    for model, which in ((Person, [person]), (Enquiry, enquiries)):
        for relation in model._meta.related_objects:
            other: Any = relation.related_model
            if other in {Enquiry, Delivery}:
                continue
            named = other._base_manager.filter(**{f"{relation.field.name}__in": which})
            rows[other] = (rows[other] | named).distinct() if other in rows else named
    yield from rows.items()


def _sent(deliveries: QuerySet[Delivery]) -> Iterator[Mapping[str, Any]]:
    around = words.surroundings()
    for each in deliveries.select_related("enquiry").order_by("sequence", "pk"):
        told = {"enquiry": each.enquiry.reference if each.enquiry else "erasure"}
        yield {**told, "now": words.in_words(each, around), **_record(each)}


def _record(row: Model) -> dict[str, Any]:
    """Return a row's own fields that hold something, by their labels."""
    return {
        str(field.verbose_name): value
        for field in row._meta.concrete_fields
        if field.name not in _KEYS and not field.is_relation
        if (value := _value(row, field)) not in ("", None, [], {})
    }


def _value(row: Model, field: Field[Any, Any]) -> Any:
    value = getattr(row, field.attname)
    if field.choices and value:
        return str(dict(field.flatchoices).get(value, value))
    if hasattr(value, "isoformat"):
        return (timezone.localtime(value) if hasattr(value, "hour") else value).isoformat()
    return value if isinstance(value, str | int | bool | list | dict | None) else str(value)
