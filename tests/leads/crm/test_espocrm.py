"""What is EspoCRM's own; all else is in the contract."""

from collections.abc import Callable
from typing import Any

import pytest

from leads.crm.base import AuthFailed, DestinationError, Misconfigured, Rejected
from leads.crm.espocrm import EspoCrm
from leads.crm.plain import as_markdown, as_text
from leads.crm.url import BadDestinationURL, parse_destinations
from tests.leads.crm.crms import CRMS, TOKEN, deliver
from tests.leads.crm.enquiries import EMAIL, SUBMISSION, make_enquiry
from tests.sandbox import Sandbox
from tests.scripted import reply, serving

MADE = reply(200, {"id": "65a1"})


@pytest.fixture
def crm(practice: Callable[[str], Sandbox]) -> Sandbox:
    return practice("espocrm")


def from_url(text: str) -> EspoCrm:
    [url] = parse_destinations(text)
    return EspoCrm.from_url(url)


def connect(server: Any, query: str = "?owner=7") -> EspoCrm:
    return from_url(f"espocrm+http://key@127.0.0.1:{server.port}{query}")


def make_person(*behaviours: Any, **overrides: Any) -> tuple[str, list[Any]]:
    with serving(*behaviours) as server:
        ref = connect(server).run("person", make_enquiry(**overrides), {})
    return ref.id, server.received


def refused(field: str, rule: str = "valid") -> Any:
    reason = f"Field validation failure; entityType: Lead, field: {field}, type: {rule}"
    return reply(400, None, X_Status_Reason=reason)


def twins(*leads: dict[str, Any]) -> Any:
    return reply(409, list(leads), X_Status_Reason="duplicate")


def test_a_lead_is_made_with_what_is_known() -> None:
    number, [request] = make_person(MADE)

    assert (request.method, request.path) == ("POST", "/api/v1/Lead")
    assert request.headers["x-api-key"] == "key"
    assert request.json == {
        "firstName": "Ann",
        "lastName": "van Lee",
        "emailAddress": EMAIL,
        "phoneNumber": "+442079460000",
        "accountName": "Acme Ltd",
        "source": "Web Site",
        "status": "New",
    }
    assert number == "65a1"


def test_somebody_without_a_name_has_a_last_name_all_the_same() -> None:
    _, [request] = make_person(MADE, name="")

    assert request.json["lastName"] == "(not given)"
    assert "firstName" not in request.json


def test_after_a_refusal_nothing_is_sent_that_is_not_needed() -> None:
    _, [request] = make_person(MADE, minimal=True, company="", phone="")

    assert request.json.keys() == {"firstName", "lastName", "emailAddress"}


def test_of_two_who_look_the_same_the_one_with_the_address_is_the_person() -> None:
    other = {"id": "b0b", "emailAddress": "bob@acme.example"}
    ours = {"id": "a11", "emailAddress": "old@acme.example",
            "emailAddressData": [{"emailAddress": "ANN@acme.example"}]}  # fmt: skip

    number, requests = make_person(twins(other, ours), reply(200, other), MADE)

    assert number == "a11"
    update = requests[-1]
    assert (update.method, update.path) == ("PUT", "/api/v1/Lead/a11")
    assert not {"emailAddress", "status", "source"} & update.json.keys()


def test_a_namesake_is_made_anew_beside_the_other() -> None:
    bob = {"id": "b0b", "emailAddress": "bob@acme.example"}

    _, requests = make_person(twins(bob), reply(200, bob), MADE)

    assert requests[-1].headers["x-skip-duplicate-check"] == "true"
    assert requests[-1].json["emailAddress"] == EMAIL


def test_a_conflict_that_tells_no_addresses_is_looked_into() -> None:
    number, requests = make_person(
        twins({"id": "a11"}), reply(200, {"id": "a11", "emailAddress": EMAIL}), MADE
    )

    assert requests[1].path == "/api/v1/Lead/a11"
    assert number == "a11"


@pytest.mark.parametrize("field", ["phoneNumber", "source"])
def test_a_value_that_can_be_done_without_is_left_out(field: str) -> None:
    _, requests = make_person(refused(field), MADE)

    assert field not in requests[1].json
    assert requests[1].json["emailAddress"] == EMAIL


@pytest.mark.parametrize(
    ("field", "error"), [("emailAddress", Rejected), ("region", Misconfigured)]
)
def test_a_refusal_names_the_field_and_whose_matter_it_is(field: str, error: type) -> None:
    with pytest.raises(DestinationError) as caught:
        make_person(refused(field, "required"))

    assert type(caught.value) is error
    assert field in f"{caught.value} {getattr(caught.value, 'fields', '')}"


def test_two_leads_with_one_address_are_a_double(crm: Sandbox) -> None:
    espo = CRMS["espocrm"].connect(crm)
    refs = deliver(espo, make_enquiry())
    espo.make("Lead", {"lastName": "Lee", "emailAddress": EMAIL}, anew=True)

    for stored in ({}, refs):
        assert len(espo.find_submission(SUBMISSION, EMAIL, stored)["person"]) == 2


def test_a_number_goes_without_its_extension(crm: Sandbox) -> None:
    start = crm.ledger()["last"]

    deliver(CRMS["espocrm"].connect(crm), make_enquiry(phone="+442079460018 ext. 12"))

    [lead] = [each["body"] for each in crm.requests(start) if each["path"] == "/api/v1/Lead"]
    assert '"phoneNumber": "+442079460018"' in lead
    [post] = [each["body"] for each in crm.requests(start) if each["path"] == "/api/v1/Note"]
    assert "ext. 12" in post


def test_a_task_is_due_by_the_clock_of_utc(crm: Sandbox) -> None:
    start = crm.ledger()["last"]

    deliver(CRMS["espocrm"].connect(crm), make_enquiry())

    [task] = [each["body"] for each in crm.requests(start) if each["path"] == "/api/v1/Task"]
    assert '"dateEnd": "2026-11-24 09:00:00"' in task


def test_a_task_that_is_nobodys_is_the_operators_matter(crm: Sandbox) -> None:
    espo = CRMS["espocrm"].connect(crm, owner="")

    with pytest.raises(Misconfigured, match="assignedUser"):
        deliver(espo, make_enquiry())
    [problem] = espo.check()
    assert "?owner=" in problem.remedy


def test_a_role_that_may_not_read_users_is_told() -> None:
    refusal = reply(403, None, X_Status_Reason="cannotRelateForbidden")
    with serving(refusal) as server, pytest.raises(AuthFailed, match="User: Read all"):
        connect(server).make("Task", {})


def test_a_check_names_rights_and_fields_that_lack() -> None:
    acl = {"Lead": {"create": "yes", "read": "all", "edit": "no", "stream": "own"}, "Task": False}
    fields = {"lastName": {"required": True}, "name": {"required": True},
              "region": {"required": True}, "size": {"required": True, "default": "S"}}  # fmt: skip

    with serving(
        reply(200, {"acl": {"table": acl}}), reply(200, fields), reply(200, {}), reply(404)
    ) as server:
        told = " / ".join(each.what for each in connect(server).check())

    assert "Lead edit / " in told
    assert "Task create, read" in told
    assert "Lead demands a field that we do not fill: region" in told
    assert "size" not in told
    assert "no active user 7" in told


def test_what_was_mapped_into_fields_of_its_own_is_emptied_too(crm: Sandbox) -> None:
    espo, start = CRMS["espocrm"].connect(crm), crm.ledger()["last"]
    made = deliver(espo, make_enquiry(fields={"websiteScore": "7 of 10"}))

    espo.erase(EMAIL, [made])

    path = f"/api/v1/Lead/{made['person'].id}"
    [emptied] = [each for each in crm.requests(start) if each["path"] == path and each["body"]]
    assert '"websiteScore": null' in emptied["body"]


def test_old_posts_that_may_not_be_changed_are_left_and_named() -> None:
    lead = {"id": "a11", "emailAddress": EMAIL}
    posts, tasks = reply(200, {"list": [{"id": "n1", "post": "x"}]}), reply(200, {"list": []})
    ok, denied = reply(200, {"id": "x"}), reply(403)

    with serving(
        reply(200, {}), reply(200, {"list": [{"id": "a11"}]}), reply(200, lead), tasks, posts,
        denied, ok, reply(200, True),
    ) as server:  # fmt: skip
        erasure = connect(server).erase(EMAIL, [])

    assert erasure.erased == ("a11",)
    assert "post n1" in erasure.left


def test_a_user_and_a_password_are_sent_as_espocrm_wants_them(crm: Sandbox) -> None:
    espo = from_url(f"espocrm+http://admin:{TOKEN}@127.0.0.1:{crm.port}")

    assert "espo-authorization" in {name.lower() for name in espo.headers}
    assert espo.leads_of(EMAIL) == []


@pytest.mark.parametrize(
    ("address", "part"),
    [
        ("espocrm://:key@h.example", "credential"),
        ("espocrm://k%C3%A9y@h.example", "credential"),
        ("espocrm://key@h.example?owner=a/b", "query: 'owner'"),
    ],
)
def test_a_url_that_cannot_be_used_names_the_part(address: str, part: str) -> None:
    with pytest.raises(BadDestinationURL, match=f"1st entry: {part}"):
        from_url(address)


# The brief without HTML

HTML = (
    "<h3>Website enquiry L-7</h3><p><strong>Message:</strong> *Dear* [firm](http://x)<br>"
    "&lt;b&gt; a_b</p><ol><li><strong>Q?</strong><br>20</li><li><strong>R?</strong><br>—</li></ol>"
    '<ul><li>Marketing: <strong>no</strong></li></ul><p><a href="https://f.example/a_b/">'
    "https://f.example/a_b/</a></p><p>ref:0193-7c44</p>"
)


def test_the_brief_as_text_is_what_a_reader_sees() -> None:
    assert as_text(HTML) == (
        "Website enquiry L-7\nMessage: *Dear* [firm](http://x)\n<b> a_b\n"
        "1. Q?\n20\n2. R?\n—\n- Marketing: no\nhttps://f.example/a_b/\nref:0193-7c44"
    )


def test_nothing_that_was_typed_means_anything_in_markdown() -> None:
    text = as_markdown(HTML)

    assert text.startswith(
        "### Website enquiry L-7\n\n**Message:** \\*Dear\\* \\[firm\\](http://x)"
    )
    assert "\\<b\\> a\\_b" in text
    assert "https://f.example/a_b/" in text
    assert text.endswith("ref:0193-7c44")
