"""What is Odoo's own; all else is in the contract."""

from collections.abc import Callable
from typing import Any

import pytest

from leads.crm.base import (
    AuthFailed,
    DestinationError,
    Misconfigured,
    OutcomeUnknown,
    Ref,
    Rejected,
    Transient,
)
from leads.crm.odoo import Odoo
from leads.crm.url import BadDestinationURL, parse_destinations
from tests.leads.crm.crms import CRMS, deliver
from tests.leads.crm.enquiries import EMAIL, SUBMISSION, make_enquiry
from tests.sandbox import Sandbox
from tests.scripted import reply, serving

BOTH = pytest.mark.parametrize("name", ["odoo17", "odoo19"])
SECRET = "ann@acme.example and a traceback"


def from_url(text: str) -> Odoo:
    [url] = parse_destinations(text)
    return Odoo.from_url(url)


def rest(server: Any) -> Odoo:
    return from_url(f"odoo+http://:key@127.0.0.1:{server.port}?db=main")


def not_loaded(message: str, field: str = "") -> Any:
    told = {"type": "error", "message": message, "field": field, "record": 0}
    return reply(200, {"ids": False, "messages": [told], "nextrow": 0})


def failure(*behaviours: Any) -> DestinationError:
    """Return the error that making a contact ends in."""
    with serving(reply(200, []), *behaviours) as server, pytest.raises(DestinationError) as caught:
        rest(server).run("person", make_enquiry(), {})
    assert "ann@" not in str(caught.value)
    return caught.value


@pytest.mark.parametrize(
    ("message", "field", "error"),
    [
        ("Unknown database error: could not serialize access", "", Transient),
        ("deadlock detected", "", Transient),
        ('duplicate key value violates unique constraint "ir_model_data_..."', "", Transient),
        ("Missing required value for the field 'Region' (x_region)", "x_region", Misconfigured),
        ("No matching record found for external id 'x'", "phone", Rejected),
        (SECRET, "", Rejected),
        (SECRET, "not a name; ann@acme.example", Rejected),
    ],
)
def test_a_load_without_an_id_is_told_apart_by_why(message: str, field: str, error: type) -> None:
    assert type(failure(not_loaded(message, field))) is error


@pytest.mark.parametrize(
    ("status", "name", "error"),
    [
        (403, "odoo.exceptions.AccessError", AuthFailed),
        (404, "odoo.exceptions.MissingError", Rejected),
        (404, "werkzeug.exceptions.NotFound", Misconfigured),
        (422, "odoo.exceptions.ValidationError", Rejected),
        (500, "builtins.ValueError", Misconfigured),
        (500, "psycopg2.errors.SerializationFailure", Transient),
        (500, "some.addon.Error", Transient),
        (401, "werkzeug.exceptions.Unauthorized", AuthFailed),
    ],
)
def test_json_2_is_gone_by_the_exception_not_by_the_status(
    status: int, name: str, error: type
) -> None:
    body = {"name": name, "message": SECRET, "debug": SECRET, "arguments": [SECRET]}

    assert type(failure(reply(status, body))) is error


@pytest.mark.parametrize("data", [{}, [], {"ids": []}, {"ids": ["7"]}, {"ids": [7, 8]}])
def test_a_load_that_names_no_record_is_of_unknown_outcome(data: Any) -> None:
    assert type(failure(reply(200, data))) is OutcomeUnknown


def test_json_rpc_says_all_by_200() -> None:
    error = {"code": 200, "data": {"name": "odoo.exceptions.AccessDenied", "debug": SECRET}}
    with serving(reply(200, {"error": error})) as server, pytest.raises(AuthFailed) as caught:
        odoo = from_url(f"odoo+http://bot:key@127.0.0.1:{server.port}?db=main")
        odoo.run("person", make_enquiry(), {})

    assert "AccessDenied" in str(caught.value)
    assert "ann@" not in str(caught.value)


def test_the_credential_of_each_api_goes_where_it_belongs() -> None:
    with serving(reply(200, [{"id": 7}])) as server:
        rest(server).run("person", make_enquiry(), {})
    [asked] = server.received
    assert asked.headers["authorization"] == "bearer key"
    assert asked.headers["x-odoo-database"] == "main"
    assert asked.path == "/json/2/res.partner/search_read"

    with serving(reply(200, {"result": 2}), reply(200, {"result": [{"id": 7}]})) as server:
        odoo = from_url(f"odoo+http://bot:key@127.0.0.1:{server.port}?db=main")
        odoo.run("person", make_enquiry(), {})
    login, call = server.received
    assert login.json["params"]["args"] == ["main", "bot", "key"]
    assert call.json["params"]["args"][:5] == ["main", 2, "key", "res.partner", "search_read"]
    assert "authorization" not in call.headers


@BOTH
def test_what_sales_has_changed_stays_when_a_step_is_repeated(
    practice: Callable[[str], Sandbox], name: str
) -> None:
    crm = practice(name)
    odoo = CRMS[name].connect(crm)
    refs = deliver(odoo, make_enquiry())

    again = odoo.run("enquiry", make_enquiry(message="Another text", company="Else"), refs)

    assert again == refs["enquiry"]
    assert crm.counts()["notes"] == 1
    [lead] = odoo.found("crm.lead", [["id", "=", int(again.id)]], "partner_name", "description")
    assert lead["partner_name"] == "Acme Ltd"
    assert "Another text" not in lead["description"]


@BOTH
def test_a_contact_that_is_there_keeps_its_number(
    practice: Callable[[str], Sandbox], name: str
) -> None:
    odoo = CRMS[name].connect(practice(name))
    row = {"name": "Ann Lee", "email": EMAIL, "phone": "+441632960001"}
    known = odoo.load("res.partner", "imported_by_hand", row)

    refs = deliver(odoo, make_enquiry())

    assert refs["person"].id == str(known)
    [contact] = odoo.found("res.partner", [["id", "=", known]], "phone", "name")
    assert (contact["phone"], contact["name"]) == ("+441632960001", "Ann Lee")


@BOTH
def test_a_finished_call_is_no_gap(practice: Callable[[str], Sandbox], name: str) -> None:
    odoo = CRMS[name].connect(practice(name))
    refs = deliver(odoo, make_enquiry())
    odoo.ask("mail.activity", "action_feedback", ids=[int(refs["task"].id)], feedback="Rang")

    assert len(odoo.find_submission(SUBMISSION, EMAIL, refs)["task"]) == 1


@BOTH
def test_a_contact_that_is_a_company_is_left_to_a_person(
    practice: Callable[[str], Sandbox], name: str
) -> None:
    odoo = CRMS[name].connect(practice(name))
    row = {"name": "Acme", "email": EMAIL, "is_company": "1"}
    company = odoo.load("res.partner", "imported_by_hand", row)
    made = deliver(odoo, make_enquiry())

    erasure = odoo.erase(EMAIL, [made])

    assert erasure.erased == (made["enquiry"].id,)
    assert f"contact {company}" in erasure.left


def test_a_user_who_may_not_delete_does_not_stop_deliveries() -> None:
    denied = reply(403, {"name": "odoo.exceptions.AccessError", "message": SECRET})

    with serving(reply(200, [{"id": 9}]), denied) as server, pytest.raises(Rejected) as caught:
        rest(server).erase(EMAIL, [])

    assert "Sales / Administrator" in str(caught.value)


def test_an_odoo_without_json_2_is_told_from_one_that_refuses() -> None:
    version = reply(200, {"result": {"server_version": "17.0"}})

    with serving(version) as server:
        [problem] = rest(server).check()

    assert "Odoo 17 has no JSON-2" in problem.what
    assert "odoo://USER:KEY@host?db=NAME" in problem.remedy


def test_calls_that_would_be_nobodys_are_a_problem(practice: Callable[[str], Sandbox]) -> None:
    odoo = CRMS["odoo19"].connect(practice("odoo19"), owner="")

    [problem] = odoo.check()

    assert "owner=7" in problem.remedy


@BOTH
def test_a_link_leads_to_the_person_in_the_practice_crm(
    practice: Callable[[str], Sandbox], name: str
) -> None:
    crm = practice(name)

    for ref in deliver(CRMS[name].connect(crm), make_enquiry()).values():
        page = crm.http.get(ref.url, timeout=5)
        assert (page.status_code, "van Lee" in page.text) == (200, True)


def test_a_record_is_linked_by_an_address_of_every_version() -> None:
    odoo = from_url("odoo://:key@erp.example?db=main")

    assert odoo.ref("crm.lead", 9) == Ref(
        id="9", url="https://erp.example/mail/view?model=crm.lead&res_id=9"
    )


@pytest.mark.parametrize(
    ("address", "part"),
    [
        ("odoo://key@h.example?db=main", "password"),
        ("odoo://bot:key@h.example", "credential"),
        ("odoo://:key@h.example?db=main&api=jsonrpc", "credential"),
        ("odoo://:key@h.example?db=main&api=xmlrpc", "query: 'api'"),
        ("odoo://:key@h.example?db=main&owner=ann", "query: 'owner'"),
        ("odoo://:k%C3%A9y@h.example?db=main", "credential"),
    ],
)
def test_a_url_that_cannot_be_used_names_the_part(address: str, part: str) -> None:
    with pytest.raises(BadDestinationURL, match=f"1st entry: {part}"):
        from_url(address)
