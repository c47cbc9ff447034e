"""What is BottleCRM's own; all else is in the contract."""

from collections.abc import Callable

import pytest

from leads.crm import turns
from leads.crm.base import OutcomeUnknown
from leads.crm.bottlecrm import BottleCrm
from leads.crm.url import BadDestinationURL, parse_destinations
from tests.leads.crm.crms import CRMS, deliver
from tests.leads.crm.enquiries import EMAIL, make_enquiry
from tests.sandbox import Sandbox

INTAKE = "?intake=1b0771ec-0000-4000-8000-000000000001"


class NotNow(Exception):
    """What delivery may raise before any call."""


def test_a_task_that_cannot_be_read_back_is_of_unknown_outcome(
    practice: Callable[[str], Sandbox],
) -> None:
    crm = practice("bottlecrm")
    bottle, calls = CRMS["bottlecrm"].connect(crm), iter([None, None, None])
    refs = {"enquiry": bottle.run("enquiry", make_enquiry(), {})}

    def wait() -> None:
        if next(calls, "no more") is not None:
            raise NotNow

    with turns.waiting_with(wait), pytest.raises(OutcomeUnknown):  # lead, number, task: no more
        bottle.run("task", make_enquiry(), refs)

    refs["task"] = bottle.find("task", make_enquiry(), refs)
    deliver(bottle, make_enquiry(), refs)
    assert crm.counts()["by_email"] == {EMAIL: {"notes": 1, "tasks": 1}}


def test_a_number_goes_to_the_lead_where_it_has_none(practice: Callable[[str], Sandbox]) -> None:
    crm = practice("bottlecrm")
    bottle = CRMS["bottlecrm"].connect(crm)
    start = crm.ledger()["last"]

    for number in ("+442079460018 ext. 12", "+441632960001"):
        deliver(bottle, make_enquiry(phone=number, submission_id=number))

    [patch] = [each for each in crm.requests(start) if each["method"] == "PATCH"]
    assert patch["body"] == '{"phone": "+442079460018"}'


def test_what_is_no_number_to_bottlecrm_holds_nothing_up(
    practice: Callable[[str], Sandbox],
) -> None:
    crm = practice("bottlecrm")

    deliver(CRMS["bottlecrm"].connect(crm), make_enquiry(phone="+4"))

    assert crm.counts()["by_email"] == {EMAIL: {"notes": 1, "tasks": 1}}


def test_no_address_is_in_a_url(practice: Callable[[str], Sandbox]) -> None:
    crm = practice("bottlecrm")
    bottle, start = CRMS["bottlecrm"].connect(crm), crm.ledger()["last"]

    made = deliver(bottle, make_enquiry())
    bottle.find_submission("x", EMAIL, made)
    bottle.erase(EMAIL, [made])

    assert not [each["path"] for each in crm.requests(start) if "acme" in each["path"]]


def test_links_lead_to_the_web_application() -> None:
    [url] = parse_destinations(f"bottlecrm://key:pat@h.example{INTAKE}&app=https://crm.example/")

    assert BottleCrm.from_url(url).ref("7").url == "https://crm.example/leads/7"


@pytest.mark.parametrize(
    ("address", "part"),
    [
        (f"bottlecrm://key@h.example{INTAKE}", "credential"),
        (f"bottlecrm://:pat@h.example{INTAKE}", "credential"),
        ("bottlecrm://key:pat@h.example", "query: 'intake'"),
        ("bottlecrm://key:pat@h.example?intake=7", "query: 'intake'"),
        (f"bottlecrm://key:pat@h.example{INTAKE}&owner=ann", "query: 'owner'"),
    ],
)
def test_a_url_that_cannot_be_used_names_the_part(address: str, part: str) -> None:
    [url] = parse_destinations(address)

    with pytest.raises(BadDestinationURL, match=f"1st entry: {part}"):
        BottleCrm.from_url(url)
