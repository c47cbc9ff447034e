"""What is asked of a real CRM, whichever it is. A test file names the variable with its address.

Everybody whom a test makes up is erased at its end. Use a database that you can do without.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from leads.crm.base import Answer, Destination, Enquiry, Erasure, Ref, Rejected
from leads.crm.url import parse_destinations
from tests.leads.crm.crms import deliver
from tests.leads.crm.enquiries import make_enquiry

Make = Callable[..., Enquiry]


def connect(adapter: type[Any], variable: str) -> Any:
    """Return the adapter, connected to what the variable names."""
    address = os.environ.get(variable)
    if not address:
        pytest.fail(f"Set {variable} to an entry as for CRM_URL.")
    [url] = parse_destinations(address, source=variable)
    return adapter.from_url(url)


def new_id() -> str:
    return str(uuid.uuid4())


@pytest.fixture
def make(destination: Destination) -> Iterator[Make]:
    """Return what makes enquiries of somebody new, who is erased at the end."""
    known: dict[str, list[Mapping[str, Ref]]] = {}
    somebody = f"leadline.{uuid.uuid4().hex[:12]}"

    def one(**overrides: Any) -> Enquiry:
        number = uuid.uuid4().hex[:4].upper()
        values = {
            "email": f"{somebody}@acme.example",
            "name": f"Ann {somebody[-6:]}",
            "submission_id": new_id(),
            "reference": f"L-{number}",
        }
        enquiry = make_enquiry(**values | overrides)
        known.setdefault(enquiry.email, [])
        return enquiry

    yield one
    for email, made in known.items():
        destination.erase(email, made)


def counts(destination: Any, enquiry: Enquiry, refs: Mapping[str, Ref]) -> dict[str, int]:
    found = destination.find_submission(enquiry.submission_id, enquiry.email, refs)
    return {step: len(made) for step, made in found.items()}


def once(destination: Any) -> dict[str, int]:
    return dict.fromkeys(destination.steps, 1)


def test_it_is_ready(destination: Any) -> None:
    assert destination.check() == []


def test_an_enquiry_arrives_once_and_is_found(destination: Any, make: Make) -> None:
    enquiry = make()

    refs = deliver(destination, enquiry)

    for stored in ({}, refs):
        found = destination.find_submission(enquiry.submission_id, enquiry.email, stored)
        assert {step: [each.id for each in made] for step, made in found.items()} == {
            step: [ref.id] for step, ref in refs.items()
        }


def test_what_was_made_is_found_or_kept_single(destination: Any, make: Make) -> None:
    enquiry = make()
    refs = deliver(destination, enquiry)

    for step in destination.steps:
        again = destination.run if step in destination.repeatable else destination.find
        assert again(step, enquiry, refs).id == refs[step].id

    assert counts(destination, enquiry, refs) == once(destination)


def test_whoever_writes_again_is_the_same_person(destination: Any, make: Make) -> None:
    first, second = make(), make(company="", phone="")

    made = [deliver(destination, first), deliver(destination, second)]

    assert destination.find_submission(first.submission_id, first.email, {}).keys()
    people = destination.find_submission(second.submission_id, second.email, {}).get("person")
    assert people is None or [each.id for each in people] == [made[0]["person"].id]
    for enquiry, refs in zip((first, second), made, strict=True):
        assert counts(destination, enquiry, refs) == once(destination)


def race(destination: Any, enquiry: Enquiry) -> set[str]:
    """Have six workers do the first step at once; returns the ids of what it made."""

    class FirstStep:
        steps = destination.steps[:1]
        repeatable = destination.repeatable
        run, find = destination.run, destination.find

    with ThreadPoolExecutor(6) as pool:
        made = list(pool.map(lambda _: deliver(FirstStep, enquiry), range(6)))
    return {ref.id for refs in made for ref in refs.values()}


@pytest.mark.parametrize(
    "text", ["Zażółć 李小龍 😀", "<b>bold</b> {{7*7}}", "a\x00b", "half \ud800", "\u202eevil\u202c"]
)
def test_what_is_typed_in_any_script_arrives(destination: Any, make: Make, text: str) -> None:
    enquiry = make(name=f"{text} Lee", company=text, message=text)

    refs = deliver(destination, enquiry)

    assert counts(destination, enquiry, refs) == once(destination)


def test_64_kb_of_answers_arrive_and_are_found(destination: Any, make: Make) -> None:
    answers = tuple(Answer(question=f"{n}?", answer="ä<" * 512) for n in range(64))
    enquiry = make(answers=answers)

    refs = deliver(destination, enquiry)

    assert counts(destination, enquiry, refs) == once(destination)


def test_a_bare_enquiry_arrives(destination: Any, make: Make) -> None:
    enquiry = make(name="", company="", phone="", message="", quiz="", answers=(), consents=())

    refs = deliver(destination, enquiry)

    assert counts(destination, enquiry, refs) == once(destination)


def test_an_erased_person_is_gone_and_may_come_back(destination: Any, make: Make) -> None:
    enquiry, later = make(), make()
    refs = deliver(destination, enquiry)

    erasure = destination.erase(enquiry.email, [refs])

    assert erasure.erased
    assert set(counts(destination, enquiry, refs).values()) == {0}
    assert destination.erase(enquiry.email, [refs]).erased == ()
    with pytest.raises(Rejected) as caught:
        destination.run(destination.steps[1], enquiry, refs)
    assert caught.value.fields == ("person",)
    again = deliver(destination, later)
    assert counts(destination, later, again) == once(destination)


def test_erasing_somebody_unknown_has_no_effect(destination: Any, make: Make) -> None:
    enquiry = make()

    assert destination.erase(enquiry.email, []) == Erasure()

    refs = deliver(destination, enquiry)
    assert counts(destination, enquiry, refs) == once(destination)
