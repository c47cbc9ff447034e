"""What every adapter promises, whatever its CRM is like. Each is asked over a real socket.

One CRM that is added to `crms.CRMS` is held to all of it.
"""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest

from leads.crm.base import (
    Answer,
    AuthFailed,
    DestinationError,
    Erasure,
    Misconfigured,
    OutcomeUnknown,
    RateLimited,
    Rejected,
    Transient,
)
from leads.crm.http import HttpDestination
from leads.crm.url import BadDestinationURL, parse_destinations
from tests.leads.crm.crms import CRMS, TOKEN, Crm, deliver
from tests.leads.crm.enquiries import EMAIL, OTHER_SUBMISSION, SUBMISSION, make_enquiry
from tests.sandbox import Sandbox

ONCE, TWICE = {"notes": 1, "tasks": 1}, {"notes": 2, "tasks": 2}
BOB = "bob@acme.example"
PERSONAL = (EMAIL, "van Lee", "442079460000", "Acme Ltd", "outgrew")
STEPS = [(name, step) for name, crm in CRMS.items() for step in crm.writes]
ASKED = [name for name, crm in CRMS.items() if crm.adapter.reconciles]


@dataclass(frozen=True)
class Connected:
    """An adapter and the practice CRM that it is connected to."""

    crm: Crm
    server: Sandbox
    destination: HttpDestination

    def fault(self, step: str, **fault: Any) -> None:
        """Lay one fault on the next write of a step."""
        self.server.faults([{"times": 1} | self.crm.writes[step] | fault])

    @property
    def by_email(self) -> dict[str, Any]:
        return dict(self.server.counts()["by_email"])

    def page(self, at: int = 0) -> str:
        """Return the web page of a contact, the newest first."""
        links = self.server.call("GET", "/").text.split('<a href="/contacts/')[1:]
        return self.server.call("GET", "/contacts/" + links[at].partition('"')[0]).text


@pytest.fixture
def connected(practice: Callable[[str], Sandbox], name: str) -> Iterator[Connected]:
    server = practice(name)
    yield Connected(CRMS[name], server, CRMS[name].connect(server))
    server.clear_faults()


every = pytest.mark.parametrize("name", CRMS)


# Making


@every
def test_an_enquiry_is_one_person_one_note_and_one_task(connected: Connected) -> None:
    refs = deliver(connected.destination, make_enquiry())

    assert connected.server.counts()["contacts"] == 1
    assert connected.by_email == {EMAIL: ONCE}
    assert list(refs) == list(connected.destination.steps)
    assert all(ref.id for ref in refs.values())


@every
def test_whoever_writes_again_is_the_same_person(connected: Connected) -> None:
    deliver(connected.destination, make_enquiry())
    deliver(connected.destination, make_enquiry(submission_id=OTHER_SUBMISSION))

    assert connected.server.counts()["contacts"] == 1
    assert connected.by_email == {EMAIL: TWICE}


@every
def test_a_namesake_with_the_same_number_is_somebody_else(connected: Connected) -> None:
    deliver(connected.destination, make_enquiry())
    deliver(connected.destination, make_enquiry(submission_id=OTHER_SUBMISSION, email=BOB))

    assert connected.by_email == {EMAIL: ONCE, BOB: ONCE}


@every
def test_a_blank_overwrites_nothing(connected: Connected) -> None:
    deliver(connected.destination, make_enquiry())
    blank = make_enquiry(submission_id=OTHER_SUBMISSION, name="", company="", phone=" ")

    deliver(connected.destination, blank)

    page = connected.page()
    assert connected.by_email == {EMAIL: TWICE}
    properties = page.partition("<h2>Properties</h2>")[2].partition("</dl>")[0]
    for held in ("van Lee", "Acme Ltd", "+442079460000"):
        assert held in properties


@every
def test_a_bare_enquiry_is_delivered_too(connected: Connected) -> None:
    bare = make_enquiry(
        name="", company="", phone="", message="", callback="", quiz="", answers=(), score=None,
        max_score=None, result="", article="", article_url="", consents=(), admin_url="",
        wants_call=False,
    )  # fmt: skip

    deliver(connected.destination, bare)

    assert connected.by_email == {EMAIL: ONCE}


TYPED = {
    "accents": "Zażółć gęślą jaźń",
    "wide": "李小龍 😀👩\u200d👧",
    "bidi": "\u202eevil\u202c عربى",
    "control": "a\x00b\x07",
    "half a pair": "half \ud800 pair",
    "markup": "<script>alert(1)</script>",
    "sql": "'; DROP TABLE lead; --",
    "template": "{{7*7}} ${x} %s",
}


@every
@pytest.mark.parametrize("text", TYPED.values(), ids=TYPED.keys())
def test_what_is_typed_in_any_script_arrives(connected: Connected, text: str) -> None:
    enquiry = make_enquiry(name=f"{text} Lee", company=text, message=text)

    deliver(connected.destination, enquiry)

    assert connected.by_email == {EMAIL: ONCE}
    assert "<script>alert" not in connected.page()


@every
def test_64_kb_of_answers_are_delivered_and_found_again(connected: Connected) -> None:
    answers = tuple(Answer(question=f"{n}?", answer="ä<" * 512) for n in range(64))
    enquiry = make_enquiry(answers=answers)

    refs = deliver(connected.destination, enquiry)

    assert connected.by_email == {EMAIL: ONCE}
    for step in set(connected.destination.steps) - connected.destination.repeatable:
        assert connected.destination.find(step, enquiry, refs) == refs[step]


# Repeating


@every
def test_steps_that_the_crm_keeps_single_may_be_repeated(connected: Connected) -> None:
    refs = deliver(connected.destination, make_enquiry())

    for step in connected.destination.repeatable:
        assert connected.destination.run(step, make_enquiry(), refs) == refs[step]

    assert connected.by_email == {EMAIL: ONCE}


@pytest.mark.parametrize("kind", ["apply-then-drop", "reset"])
@pytest.mark.parametrize(("name", "step"), STEPS)
def test_a_lost_answer_doubles_and_loses_nothing(
    connected: Connected, step: str, kind: str
) -> None:
    connected.fault(step, kind=kind)
    refs: dict[str, Any] = {}

    with pytest.raises(OutcomeUnknown):
        for each in connected.destination.steps:
            refs[each] = connected.destination.run(each, make_enquiry(), refs)
    if step not in connected.destination.repeatable:
        found = connected.destination.find(step, make_enquiry(), refs)
        assert (found is not None) == (kind == "apply-then-drop")
        refs |= {step: found} if found else {}
    deliver(connected.destination, make_enquiry(), refs)

    assert connected.server.counts()["contacts"] == 1
    assert connected.by_email == {EMAIL: ONCE}


@every
def test_an_answer_that_comes_too_late_doubles_nothing(connected: Connected) -> None:
    step = connected.destination.steps[-1]
    impatient = CRMS[connected.crm.dialect].connect(connected.server, deadline=1.0)
    refs: dict[str, Any] = {}
    connected.fault(step, kind="delay-after", value=30)

    with pytest.raises(OutcomeUnknown):
        for each in impatient.steps:
            refs[each] = impatient.run(each, make_enquiry(), refs)
    if step not in impatient.repeatable:
        refs[step] = connected.destination.find(step, make_enquiry(), refs)
    deliver(connected.destination, make_enquiry(), refs)

    assert connected.by_email == {EMAIL: ONCE}


@pytest.mark.parametrize("name", [name for name, crm in CRMS.items() if crm.adapter.race_safe])
def test_of_workers_that_race_one_makes_the_person(connected: Connected) -> None:
    def send(number: int) -> Any:
        enquiry = make_enquiry(submission_id=f"0193d1a2-0000-7d10-9b1e-00000000000{number % 3}")
        return deliver(connected.destination, enquiry)

    with ThreadPoolExecutor(6) as pool:
        made = list(pool.map(send, range(3)))
    assert connected.server.counts()["contacts"] == 1

    first = connected.destination.steps[0]
    with ThreadPoolExecutor(6) as pool:
        again = list(pool.map(lambda _: connected.destination.run(first, make_enquiry(
            submission_id="0193d1a2-0000-7d10-9b1e-000000000000"), {}), range(6)))  # fmt: skip
    assert {each.id for each in again} == {made[0][first].id}
    assert connected.by_email == {EMAIL: {"notes": 3, "tasks": 3}}


# Failing

REFUSALS: list[tuple[int, tuple[type[DestinationError], ...]]] = [
    (400, (Rejected,)),
    (401, (AuthFailed,)),
    (403, (AuthFailed, Misconfigured)),
    (404, (Rejected, Misconfigured)),
    (422, (Rejected,)),
    (423, (RateLimited,)),
    (429, (RateLimited,)),
    (500, (OutcomeUnknown,)),
    (502, (OutcomeUnknown,)),
    (503, (Transient,)),
    (504, (OutcomeUnknown,)),
]


def failing(connected: Connected, **fault: Any) -> DestinationError:
    """Return the error that the first write ends in. It tells nothing that it should not."""
    connected.fault(connected.destination.steps[0], **fault)
    with pytest.raises(DestinationError) as caught:
        connected.destination.run(connected.destination.steps[0], make_enquiry(), {})
    told = f"{caught.value} {caught.value!r} {connected.destination!r}"
    assert not [secret for secret in (TOKEN, *PERSONAL) if secret in told]
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
    return caught.value


@every
@pytest.mark.parametrize(("status", "errors"), REFUSALS)
def test_a_refusal_says_what_to_do_next(
    connected: Connected,
    status: int,
    errors: tuple[type[DestinationError], ...],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)

    error = failing(connected, kind="status", value=status)

    assert isinstance(error, errors), repr(error)
    assert not [secret for secret in (TOKEN, *PERSONAL) if secret in caplog.text]
    deliver(connected.destination, make_enquiry())
    assert connected.by_email == {EMAIL: ONCE}


@every
@pytest.mark.parametrize("status", [429, 503])
def test_a_crm_that_says_when_to_return_is_believed(connected: Connected, status: int) -> None:
    error = failing(connected, kind="status", value=status, retry_after=7)

    assert isinstance(error, Transient)
    assert error.retry_after == 7


@every
def test_a_conflict_leaves_one_record(connected: Connected) -> None:
    connected.fault(connected.destination.steps[0], kind="status", value=409)
    try:
        connected.destination.run(connected.destination.steps[0], make_enquiry(), {})
    except (Transient, Rejected) as error:
        assert EMAIL not in str(error)

    deliver(connected.destination, make_enquiry())

    assert connected.server.counts()["contacts"] == 1


@every
@pytest.mark.parametrize("kind", ["hang", "drip"])
def test_a_crm_that_does_not_end_its_answer_is_left(connected: Connected, kind: str) -> None:
    impatient = CRMS[connected.crm.dialect].connect(connected.server, deadline=1.0)
    connected.fault(impatient.steps[0], kind=kind)
    began = time.monotonic()

    with pytest.raises(OutcomeUnknown):
        impatient.run(impatient.steps[0], make_enquiry(), {})

    assert time.monotonic() - began < 15  # it would go on for ever
    deliver(connected.destination, make_enquiry())
    assert connected.by_email == {EMAIL: ONCE}


@pytest.mark.parametrize("name", [name for name, crm in CRMS.items() if not crm.refuses_nothing])
@pytest.mark.parametrize("kind", ["garbage", "huge"])
def test_a_success_that_cannot_be_read_is_of_unknown_outcome(
    connected: Connected, kind: str
) -> None:
    assert isinstance(failing(connected, kind=kind), OutcomeUnknown)

    deliver(connected.destination, make_enquiry())
    assert connected.by_email == {EMAIL: ONCE}


@every
def test_a_redirect_is_not_followed_and_pauses_the_destination(connected: Connected) -> None:
    start = connected.server.ledger()["last"]

    assert isinstance(failing(connected, kind="redirect"), Misconfigured)

    paths = [each["path"] for each in connected.server.requests(start)]
    assert "/elsewhere" not in " ".join(paths)


# Erasing


def remains(server: Sandbox, *sought: str) -> list[str]:
    """Return what of the sought texts is in any record that the CRM holds, deleted ones too."""
    database = server.database
    with sqlite3.connect(database) as connection:
        held = "\n".join(row[0] for row in connection.execute("SELECT properties FROM record"))
    connection.close()
    return [text for text in sought if text in held]


@every
def test_an_erased_person_is_gone_with_everything(connected: Connected) -> None:
    destination = connected.destination
    made = [
        deliver(destination, make_enquiry()),
        deliver(destination, make_enquiry(submission_id=OTHER_SUBMISSION)),
    ]
    bob = make_enquiry(
        email=BOB, name="Bob Ray", company="Ray & Co", phone="+442079460018", message="",
        submission_id="0193d1a2-3333-7d10-9b1e-3f6f2c9a1b55",
    )  # fmt: skip
    deliver(destination, bob)
    assert remains(connected.server, EMAIL)

    erasure = destination.erase(EMAIL, made)

    assert erasure.erased
    assert EMAIL not in repr(erasure)
    assert connected.by_email == {BOB: ONCE}
    assert remains(connected.server, *PERSONAL, SUBMISSION, OTHER_SUBMISSION) == []


@every
def test_erasing_twice_is_erasing_once_and_who_comes_back_is_new(connected: Connected) -> None:
    made = [deliver(connected.destination, make_enquiry())]
    connected.destination.erase(EMAIL, made)

    connected.destination.erase(EMAIL, made)

    later = make_enquiry(submission_id=OTHER_SUBMISSION)
    deliver(connected.destination, later)
    assert connected.by_email == {EMAIL: ONCE}


@every
def test_erasing_somebody_who_was_never_sent_has_no_effect(connected: Connected) -> None:
    start = connected.server.ledger()["last"]

    assert connected.destination.erase(EMAIL, []) == Erasure()

    assert connected.server.effects(start) == []
    deliver(connected.destination, make_enquiry())
    assert connected.by_email == {EMAIL: ONCE}


@every
def test_a_person_whose_delivery_stored_nothing_is_erased_too(connected: Connected) -> None:
    deliver(connected.destination, make_enquiry())

    connected.destination.erase(EMAIL, [{}])

    assert connected.by_email == {}


@pytest.mark.parametrize("name", ASKED)
def test_what_belongs_to_a_person_who_was_removed_is_not_filed_under_a_new_one(
    connected: Connected,
) -> None:
    destination = connected.destination
    refs = {destination.steps[0]: destination.run(destination.steps[0], make_enquiry(), {})}
    destination.erase(EMAIL, [refs])

    with pytest.raises(Rejected) as caught:
        destination.run(destination.steps[1], make_enquiry(), refs)

    assert caught.value.fields == ("person",)
    assert connected.by_email == {}


# Asking


@pytest.mark.parametrize("name", ASKED)
def test_a_submission_is_found_by_its_id_alone_or_by_what_is_stored(connected: Connected) -> None:
    refs = deliver(connected.destination, make_enquiry())
    deliver(connected.destination, make_enquiry(submission_id=OTHER_SUBMISSION))

    for stored in ({}, refs):
        found = connected.destination.find_submission(SUBMISSION, EMAIL, stored)
        assert {step: [each.id for each in made] for step, made in found.items()} == {
            step: [ref.id] for step, ref in refs.items()
        }


@pytest.mark.parametrize("name", ASKED)
def test_what_is_not_there_is_a_gap(connected: Connected) -> None:
    destination = connected.destination
    refs = {destination.steps[0]: destination.run(destination.steps[0], make_enquiry(), {})}

    found = destination.find_submission(SUBMISSION, EMAIL, refs)
    nobody = destination.find_submission(SUBMISSION, BOB, {})

    assert [len(found[step]) for step in destination.steps] == [1] + [0] * len(found.keys() - refs)
    assert not any(nobody[step] for step in destination.steps[1:])


KEYLESS = [
    (name, step)
    for name, step in STEPS
    if step not in {CRMS[name].adapter.steps[0], *CRMS[name].adapter.repeatable}
]


@pytest.mark.parametrize(("name", "step"), KEYLESS)
def test_what_is_there_twice_is_a_double(connected: Connected, step: str) -> None:
    refs = deliver(connected.destination, make_enquiry())
    connected.destination.run(step, make_enquiry(), refs)

    found = connected.destination.find_submission(SUBMISSION, EMAIL, refs)

    assert {each: len(made) for each, made in found.items()} == {
        each: 2 if each == step else 1 for each in refs
    }


@every
def test_a_crm_that_is_ready_has_no_problems(connected: Connected) -> None:
    assert connected.destination.check() == []


@every
def test_a_crm_that_is_not_there_is_a_problem_with_a_remedy(connected: Connected) -> None:
    away = CRMS[connected.crm.dialect].connect(connected.server, base_url="http://127.0.0.1:1")

    [problem] = away.check()

    assert "no connection" in problem.what
    assert problem.remedy


@pytest.mark.parametrize("name", ASKED)
def test_a_credential_that_is_refused_is_a_problem_with_a_remedy(connected: Connected) -> None:
    stranger = connected.crm.connect(connected.server, token="wr0ng")

    [problem] = stranger.check()

    assert "wr0ng" not in problem.what + problem.remedy
    assert "CRM_URL" in problem.remedy


# The address


@every
def test_a_misspelt_option_stops_the_start(name: str) -> None:
    joint = "&" if "?" in CRMS[name].address else "?"
    address = CRMS[name].address.format(token=TOKEN, port=9) + f"{joint}ownr=8"
    [url] = parse_destinations(address)

    with pytest.raises(BadDestinationURL, match="unknown key 'ownr'"):
        CRMS[name].adapter.from_url(url)


@every
def test_neither_credential_nor_address_is_in_a_repr(connected: Connected) -> None:
    assert TOKEN not in repr(connected.destination)
    assert connected.destination.name in repr(connected.destination)
