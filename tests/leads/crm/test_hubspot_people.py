"""HubSpot's people: erased for good, found again by submission, and an account made ready."""

from dataclasses import replace

import pytest

from leads.crm.base import Erasure, Rejected
from leads.crm.hubspot.records import OWN_FIELDS
from tests.leads.crm.enquiries import EMAIL, OTHER_SUBMISSION, SUBMISSION, make_enquiry
from tests.leads.crm.test_hubspot import (
    UPSERTED,
    bodies,
    from_url,
    listing,
    make_hubspot,
    partial,
    problem,
)
from tests.leads.crm.test_hubspot import run as run_step
from tests.sandbox import start_sandbox
from tests.scripted import reply, serving

NOBODY = partial(problem("OBJECT_NOT_FOUND"))


@pytest.fixture(scope="module")
def practice(tmp_path_factory):
    with start_sandbox(tmp_path_factory.mktemp("crm"), "--rate", "0") as running:
        yield running


@pytest.fixture
def crm(practice):
    practice.clear_faults()
    practice.reset()
    return practice


def connect(crm, query=""):
    return from_url(f"hubspot+http://{crm.token}@127.0.0.1:{crm.port}{query}")


def deliver(hubspot, **overrides):
    enquiry, refs = make_enquiry(**overrides), {}
    for step in hubspot.steps:
        refs[step] = hubspot.run(step, enquiry, refs)
    return refs


def ask(method, *behaviours, made=()):
    with serving(*behaviours) as server:
        answer = getattr(make_hubspot(server), method)(EMAIL, list(made))
    return answer, server.received


# Erasing


def test_an_erased_person_is_gone_with_all_that_was_filed_and_can_come_back(crm):
    hubspot = connect(crm)
    made = [deliver(hubspot), deliver(hubspot, submission_id=OTHER_SUBMISSION)]
    deliver(hubspot, email="bob@acme.example")

    erasure = hubspot.erase(EMAIL, made)

    assert erasure == Erasure(erased=(made[0]["person"].id,))
    assert crm.counts()["by_email"] == {"bob@acme.example": {"notes": 1, "tasks": 1}}
    assert hubspot.erase(EMAIL, made) == Erasure()
    deliver(hubspot)
    assert EMAIL in crm.counts()["by_email"]


def test_who_never_reached_hubspot_is_looked_up_and_not_blocked_for_ever(crm):
    start = crm.ledger()["last"]
    hubspot = connect(crm)

    assert hubspot.erase(EMAIL, []) == Erasure()

    assert not [each for each in crm.requests(start) if "gdpr-delete" in each["path"]]
    deliver(hubspot)
    assert crm.counts()["contacts"] == 1


def test_the_practice_crm_blocks_an_address_that_is_erased_without_a_look(crm):
    body = {"objectId": EMAIL, "idProperty": "email"}

    assert crm.call("POST", "/crm/v3/objects/contacts/gdpr-delete", body).status_code == 204

    with pytest.raises(Rejected):
        deliver(connect(crm))


def test_an_address_is_erased_by_the_id_of_its_contact_and_is_in_no_url():
    _, requests = ask("erase", bodies("email", _51=EMAIL), reply(204))

    look, erase = requests
    assert look.json["inputs"] == [{"id": EMAIL}]
    assert (erase.method, erase.path) == ("POST", "/crm/v3/objects/contacts/gdpr-delete")
    assert erase.json == {"objectId": "51"}
    assert EMAIL not in look.target + erase.target


def test_a_stored_contact_that_has_another_address_by_now_is_left_to_a_person():
    made = [{"person": replace(run_step("person", UPSERTED)[0], id="7")}]
    bob = bodies("email", _7="bob@acme.example")

    erasure, requests = ask("erase", NOBODY, bob, made=made)

    assert erasure.erased == ()
    assert erasure.left == "contact 7, which has another address by now"
    assert len(requests) == 2


def test_a_stored_contact_that_keeps_the_address_as_its_second_one_is_erased():
    made = [{"person": replace(run_step("person", UPSERTED)[0], id="7")}]
    second = {"email": "ann@new.example", "hs_additional_emails": f"x@y.example;{EMAIL}"}
    merged = reply(200, {"results": [{"id": "7", "properties": second}]})

    erasure, _ = ask("erase", NOBODY, merged, reply(204), made=made)

    assert erasure == Erasure(erased=("7",))


def test_a_contact_that_somebody_else_erases_meanwhile_is_gone_all_the_same():
    gone = reply(404, problem("OBJECT_NOT_FOUND"))

    erasure, _ = ask("erase", bodies("email", _51=EMAIL), gone)

    assert erasure.erased == ("51",)


# Finding a submission again


def test_a_submission_is_found_with_its_person_note_and_task(crm):
    hubspot = connect(crm)
    refs = deliver(hubspot)
    deliver(hubspot, submission_id=OTHER_SUBMISSION)

    found = hubspot.find_submission(SUBMISSION, EMAIL, {})

    assert {step: [each.id for each in made] for step, made in found.items()} == {
        step: [made.id] for step, made in refs.items()
    }


def test_a_gap_and_a_double_are_told(crm):
    hubspot = connect(crm)
    refs = {"person": hubspot.run("person", make_enquiry(), {})}
    hubspot.run("note", make_enquiry(), refs)
    hubspot.run("note", make_enquiry(), refs)

    found = hubspot.find_submission(SUBMISSION, EMAIL, refs)

    assert {step: len(made) for step, made in found.items()} == {"person": 1, "note": 2, "task": 0}


def test_who_is_not_there_has_nothing(crm):
    found = connect(crm).find_submission(SUBMISSION, EMAIL, {})

    assert found == {"person": [], "note": [], "task": []}


def test_the_stored_contact_is_the_person_whatever_its_address_is_by_now():
    refs = {"person": run_step("person", UPSERTED)[0]}
    there = bodies("email", _51="ann@new.example")
    note = bodies("hs_note_body", _9=f"ref:{SUBMISSION}")

    with serving(there, NOBODY, listing("9"), note, listing()) as server:
        found = make_hubspot(server).find_submission(SUBMISSION, EMAIL, refs)

    assert [each.id for each in found["person"]] == ["51"]
    assert [each.id for each in found["note"]] == ["9"]


# Making an account ready


def test_an_account_lacks_our_properties_until_it_is_set_up(crm):
    hubspot = connect(crm, "?fields=yes&owner=7")

    [problem] = hubspot.check()
    assert "leadline_score" in problem.what
    assert "manage.py crm setup hubspot" in problem.remedy

    assert hubspot.setup() == [f"contact property {name}" for name in OWN_FIELDS]
    assert hubspot.setup() == []
    assert hubspot.check() == []


def test_our_properties_are_filled_where_they_are_asked_for(crm):
    hubspot = connect(crm, "?fields=yes")
    hubspot.setup()

    contact = deliver(hubspot)["person"]

    path = f"/crm/v3/objects/contacts/{contact.id}?properties=" + ",".join(OWN_FIELDS)
    held = crm.call("GET", path).json()["properties"]
    assert held["leadline_score"] == "7"
    assert held["leadline_result"] == "Nearly ready"
    assert held["leadline_enquired_at"] == "2026-11-23T16:00:00Z"


def test_after_a_refusal_our_properties_are_left_out(crm):
    hubspot = connect(crm, "?fields=yes")  # not set up: they would be refused

    deliver(hubspot, minimal=True)

    assert crm.counts()["contacts"] == 1


def test_a_score_that_is_not_known_overwrites_none(crm):
    hubspot = connect(crm, "?fields=yes")
    hubspot.setup()
    deliver(hubspot)

    contact = deliver(hubspot, submission_id=OTHER_SUBMISSION, score=None, result="")["person"]

    path = f"/crm/v3/objects/contacts/{contact.id}?properties=leadline_score,leadline_result"
    held = crm.call("GET", path).json()["properties"]
    assert (held["leadline_score"], held["leadline_result"]) == ("7", "Nearly ready")


def test_an_owner_that_hubspot_does_not_have_is_told(crm):
    [problem] = connect(crm, "?owner=8").check()

    assert "no owner 8" in problem.what


def test_a_key_that_may_not_see_owners_is_told_which_scope_it_lacks(crm):
    crm.faults([{"kind": "status", "value": 403, "match": "/owners/"}])

    [problem] = connect(crm, "?owner=7").check()

    assert "crm.objects.owners.read" in problem.remedy


def test_a_half_made_set_up_is_told(crm):
    none = reply(200, {"results": []})

    with serving(none, partial(problem("VALIDATION_ERROR"))) as server, pytest.raises(Rejected):
        make_hubspot(server, "?fields=yes").setup()
