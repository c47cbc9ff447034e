"""Fields that the operator has mapped: where each CRM gets them, and what a refusal of one is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from leads.crm.base import Enquiry, Misconfigured, Ref, Rejected
from leads.crm.bottlecrm import records as bottle
from leads.crm.espocrm import records as espo
from leads.crm.hubspot import records as hubspot
from leads.crm.odoo import records as odoo
from leads.crm.webhook import events
from tests.leads.crm.crms import CRMS
from tests.leads.crm.enquiries import EMAIL, make_enquiry
from tests.sandbox import Sandbox
from tests.scripted import reply, serving

FIELDS = {"size": 12, "share": 3.5, "ready": True, "seen": date(2026, 11, 26), "plan": "a;b"}
AS_TEXT = {"size": "12", "share": "3.5", "ready": "true", "seen": "2026-11-26", "plan": "a;b"}
AS_JSON = {"size": 12, "share": 3.5, "ready": True, "seen": "2026-11-26", "plan": "a;b"}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (hubspot.contact, AS_TEXT),
        (lambda enquiry: odoo.enquiry(enquiry, "5", "", ""), AS_TEXT),
        (espo.lead, AS_JSON),
        (bottle.enquiry, AS_JSON),
        (lambda enquiry: events.submitted(enquiry)["data"]["fields"], AS_JSON),
    ],
    ids=["hubspot", "odoo", "espocrm", "bottlecrm", "webhook"],
)
def test_the_record_of_the_person_or_lead_holds_the_fields(
    written: Callable[[Enquiry], dict[str, Any]], expected: dict[str, Any]
) -> None:
    assert written(make_enquiry(fields=FIELDS)).items() >= expected.items()


@pytest.mark.parametrize(
    ("written", "own"),
    [(hubspot.contact, "email"), (espo.lead, "emailAddress"), (bottle.enquiry, "email")],
    ids=["hubspot", "espocrm", "bottlecrm"],
)
def test_a_mapped_field_never_replaces_the_address_by_which_the_person_is_known(
    written: Callable[[Enquiry], dict[str, Any]], own: str
) -> None:
    assert written(make_enquiry(fields={own: "other@acme.example"}))[own] == EMAIL


def test_hubspot_stores_a_mapped_property_and_a_missing_one_is_named(
    practice: Callable[[str], Sandbox],
) -> None:
    crm = CRMS["hubspot"].connect(practice("hubspot"))

    crm.run("person", make_enquiry(fields={"jobtitle": "Head of IT"}), {})
    with pytest.raises(Misconfigured, match=r"our setting of: backup_state$"):
        crm.run("person", make_enquiry(fields={"backup_state": "good"}), {})
    [problem] = crm.check_fields(["jobtitle", "backup_state"])

    assert "lacks contact properties: backup_state" in problem.what
    assert crm.check_fields(["jobtitle"]) == []


def test_a_value_that_hubspot_refuses_is_refused_by_the_field_s_name_without_the_value() -> None:
    detail = {"code": "INVALID_OPTION", "context": {"propertyName": ["plan"]}, "message": "a;b"}
    body = {"status": "error", "category": "VALIDATION_ERROR", "errors": [detail]}
    with serving(reply(400, body)) as server, pytest.raises(Rejected) as caught:
        CRMS["hubspot"].connect(server).run("person", make_enquiry(fields=FIELDS), {})

    assert caught.value.fields == ("plan",)
    assert "a;b" not in caught.value.detail


def test_odoo_s_word_that_a_field_is_missing_names_those_that_are_mapped(
    practice: Callable[[str], Sandbox],
) -> None:
    crm = CRMS["odoo17"].connect(practice("odoo17"))
    person = crm.run("person", make_enquiry(), {})

    with pytest.raises(Misconfigured, match="mapped fields: x_plan, x_size"):
        crm.run("enquiry", make_enquiry(fields={"x_size": 12, "x_plan": "a"}), {"person": person})


def test_espocrm_s_lead_is_made_without_a_value_that_it_refuses() -> None:
    reason = "Field validation failure; entityType: Lead, field: plan, type: valid."
    refused = reply(400, {}, X_Status_Reason=reason)
    with serving(refused, reply(200, {"id": "65a0c0ffee0000001"})) as server:
        made = CRMS["espocrm"].connect(server).run("person", make_enquiry(fields=FIELDS), {})

    assert made.id == "65a0c0ffee0000001"
    assert "plan" in server.received[0].json and "plan" not in server.received[1].json
    assert server.received[1].json["size"] == 12


def test_espocrm_says_which_fields_a_lead_has_not(practice: Callable[[str], Sandbox]) -> None:
    [problem] = CRMS["espocrm"].connect(practice("espocrm")).check_fields(["status", "cPlan"])

    assert problem.what.endswith("EspoCRM's leads have no such fields: cPlan")


def test_bottlecrm_takes_a_post_without_a_mapped_value_that_it_refuses() -> None:
    refused = reply(400, {"result": "rejected", "errors": {"plan": ["Not a valid choice."]}})
    taken = reply(201, {"result": "created", "lead": "7c1f0000-0000-4000-8000-000000000001"})
    with serving(refused, taken) as server:
        made = CRMS["bottlecrm"].connect(server).run("enquiry", make_enquiry(fields=FIELDS), {})

    assert isinstance(made, Ref)
    assert "plan" not in server.received[1].json
    assert server.received[1].json["size"] == 12
