"""Rows for tests: `make_x(**overrides)`, everything else being the dullest value that works.

Addresses are under `.example`, numbers in the ranges that Ofcom keeps for drama.
"""

from __future__ import annotations

import itertools
import uuid
from datetime import timedelta
from typing import Any

from django.utils import timezone

from leads.models import Delivery, Enquiry, Handling, Person, State
from leads.models.enquiry import new_reference
from leads.models.states import LIVE

PHONE = "+442079460018"
_numbers = itertools.count(1)


def make_person(**overrides: Any) -> Person:
    number = next(_numbers)
    fields = {"email": f"ann{number}@acme.example", "name": "Ann Lee"} | overrides
    return Person.objects.create(**fields)


def make_enquiry(**overrides: Any) -> Enquiry:
    """A new enquiry of a new person, or of `person`, who is then counted as having one more.

    It is before sales, due in an hour: `handling` are fields of that, or None for none.
    """
    handling = overrides.pop("handling", None if overrides.get("is_test") else {})
    person = overrides.pop("person", None) or make_person()
    person.enquiry_count += 1
    person.save(update_fields=["enquiry_count"])
    fields = {
        "id": uuid.uuid4(),
        "reference": new_reference(8),
        "receipt": uuid.uuid4().hex,
        "person": person,
        "sequence": person.enquiry_count,
        "name": person.name,
        "email": person.email,
        "created_at": timezone.now(),
    }
    enquiry = Enquiry.objects.create(**fields | overrides)
    if handling is not None:
        due = enquiry.created_at + timedelta(hours=1)
        Handling.objects.create(enquiry=enquiry, **{"due_at": due, "act_by": due} | handling)
    return enquiry


def make_delivery(**overrides: Any) -> Delivery:
    """A delivery to "main" of a new enquiry or of `enquiry`: due, or settled if `state` says so."""
    enquiry = overrides.pop("enquiry", None) or make_enquiry()
    fields = {
        "enquiry": enquiry,
        "person": enquiry.person,
        "sequence": enquiry.sequence,
        "destination": "main",
        "state": State.PENDING,
        "due_at": timezone.now() if overrides.get("state", State.PENDING) in LIVE else None,
        "created_at": timezone.now(),
    }
    return Delivery.objects.create(**fields | overrides)
