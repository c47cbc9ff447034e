"""Fill the outbox, or measure how a full one is worked with. Prints JSON.

fill COUNT            so many deliveries to "main", each of another person
send COUNT PAUSE      so many enquiries, one after the other; prints when each was committed
claim COUNT           seconds that each claim took
submit COUNT          seconds that storing each enquiry took
"""

from __future__ import annotations

import itertools
import json
import secrets
import sys
import time
import uuid
from collections.abc import Iterator

import django

django.setup()

from django.utils import timezone  # noqa: E402

from leads.capture.record import Contact, Submission, record_enquiry  # noqa: E402
from leads.delivery import outbox  # noqa: E402
from leads.delivery.claims import claim  # noqa: E402
from leads.models import Delivery, Enquiry, Person  # noqa: E402

BATCH = 1000
_mark = secrets.token_hex(4)


def fill(count: int) -> None:
    """Put them in as if they had come within the last hour."""
    numbers = iter(range(count))
    while batch := list(itertools.islice(numbers, BATCH)):
        people = [Person(email=f"{_mark}.{each}@acme.example", name="Ann Lee") for each in batch]
        Person.objects.bulk_create(people)
        enquiries = [_enquiry(each) for each in people]
        Enquiry.objects.bulk_create(enquiries)
        Delivery.objects.bulk_create(_delivery(each) for each in enquiries)


def _enquiry(person: Person) -> Enquiry:
    return Enquiry(
        id=uuid.uuid4(),
        reference=f"B-{secrets.token_hex(5)}",
        receipt=secrets.token_hex(8),
        person=person,
        sequence=1,
        name=person.name,
        email=person.email,
        created_at=timezone.now(),
    )


def _delivery(enquiry: Enquiry) -> Delivery:
    now = timezone.now()
    return Delivery(
        enquiry=enquiry,
        person=enquiry.person,
        sequence=1,
        destination="main",
        due_at=now,
        created_at=now,
    )


def send(count: int, pause: float) -> Iterator[float]:
    """Store enquiries, with a pause before each."""
    committed: list[float] = []
    wake = outbox.wake

    def noted() -> None:  # the first thing that happens after the commit
        committed.append(time.time())
        wake()

    outbox.wake = noted
    for number in range(count):
        time.sleep(pause)
        record_enquiry(_submission(number))
    yield from committed


def claims(count: int) -> Iterator[float]:
    """Take deliveries, and do nothing with them."""
    for _ in range(count):
        began = time.perf_counter()
        assert claim("main") is not None
        yield time.perf_counter() - began


def submits(count: int) -> Iterator[float]:
    """Store enquiries, as fast as it goes, after one for which much is loaded."""
    record_enquiry(_submission(count))
    for number in range(count):
        began = time.perf_counter()
        record_enquiry(_submission(number))
        yield time.perf_counter() - began


def _submission(number: int) -> Submission:
    email = f"{_mark}.{number}@send.example"
    contact = Contact(name="Ann Lee", email=email, message="Our server is old.")
    return Submission(form_key=f"bench {_mark} {number}", contact=contact)


def main(what: str, count: int, pause: float = 0.0) -> None:
    if what == "fill":
        fill(count)
    else:
        found = {"claim": claims, "submit": submits}
        print(json.dumps(list(found[what](count) if what in found else send(count, pause))))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), *(float(each) for each in sys.argv[3:]))
