import base64
import socket
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import requests
import time_machine
from standardwebhooks import Webhook, WebhookVerificationError

from leads.crm.base import (
    AuthFailed,
    DestinationError,
    Erasure,
    Misconfigured,
    OutcomeUnknown,
    RateLimited,
    Ref,
    Rejected,
    SwitchedOff,
    Transient,
)
from leads.crm.http import addresses
from leads.crm.url import BadDestinationURL, parse_destinations
from leads.crm.webhook import SignedWebhook
from tests.leads.crm.crms import TOKEN
from tests.leads.crm.enquiries import EMAIL, OTHER_SUBMISSION, SUBMISSION, make_enquiry
from tests.scripted import close, raw_reply, reply, serving

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
OLD = "whsec_" + base64.b64encode(b"o" * 32).decode()
OK = raw_reply(200, b"Thanks!")


def from_url(text):
    [url] = parse_destinations(text)
    return SignedWebhook.from_url(url)


def make_webhook(server, query="", path="/hooks/9"):
    hook = from_url(f"webhook+http://:{SECRET}@127.0.0.1:{server.port}{path}{query}")
    return replace(hook, deadline=5)


def send(*behaviours, query="", **overrides):
    with serving(*behaviours) as server:
        ref = make_webhook(server, query).run("event", make_enquiry(**overrides), {})
    return ref, server.received[-1]


def failure(*behaviours):
    with serving(*behaviours) as server, pytest.raises(DestinationError) as caught:
        make_webhook(server).run("event", make_enquiry(), {})
    return caught.value


# What is sent


def test_an_enquiry_is_one_event_that_says_everything():
    ref, request = send(OK)

    assert (request.method, request.path) == ("POST", "/hooks/9")
    assert request.headers["content-type"] == "application/json"
    event = request.json
    assert (event["type"], event["timestamp"]) == ("enquiry.submitted", "2026-11-23T16:00:00+00:00")
    data = event["data"]
    assert data["submission_id"] == SUBMISSION
    assert data["person"] == {
        "email": EMAIL,
        "name": "Ann van Lee",
        "company": "Acme Ltd",
        "phone": "+442079460000",
    }
    assert data["quiz"]["answers"][0] == {"question": "How many staff?", "answer": "20 to 50"}
    assert (data["quiz"]["score"], data["quiz"]["result"]) == (7, "Nearly ready")
    assert data["callback"] == {
        "wanted": True,
        "wish": "Tomorrow morning",
        "due": "2026-11-24T10:00:00+01:00",
    }
    assert data["consents"][0]["given"] is False
    assert ref == Ref(id=f"msg_{SUBMISSION}")


def test_what_is_not_known_is_null_and_not_blank():
    _, request = send(OK, company="", quiz="", answers=(), score=None, message="")

    data = request.json["data"]
    assert (data["person"]["company"], data["quiz"], data["message"]) == (None, None, None)


def test_the_signature_is_that_of_the_bytes_sent():
    _, request = send(OK, message="Zażółć\n\ud800 “quoted”")

    assert Webhook(SECRET).verify(request.body, request.headers)["data"]["reference"] == "L-7QK4"
    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(request.body + b" ", request.headers)


def test_the_signature_is_the_one_of_the_specification(monkeypatch):
    event = {"test": 2432232314}
    monkeypatch.setattr("leads.crm.webhook.events.submitted", lambda _: event)
    monkeypatch.setattr(
        "leads.crm.webhook.events.message_id", lambda _: "msg_p5jXN8AQM9LWM0D4loKWxJek"
    )
    with time_machine.travel(datetime.fromtimestamp(1614265330, UTC), tick=False):
        _, request = send(OK)

    assert request.headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_every_try_has_the_same_id_and_the_time_of_its_own():
    with time_machine.travel(datetime(2026, 11, 24, tzinfo=UTC)) as clock:
        _, first = send(OK)
        clock.shift(3600)
        _, second = send(OK)
    _, other = send(OK, submission_id=OTHER_SUBMISSION)

    assert first.headers["webhook-id"] == second.headers["webhook-id"] == f"msg_{SUBMISSION}"
    assert first.body == second.body
    stamps = [int(each.headers["webhook-timestamp"]) for each in (first, second)]
    assert 3600 <= stamps[1] - stamps[0] < 3700
    assert other.headers["webhook-id"] != first.headers["webhook-id"]


def test_while_a_secret_is_changed_the_old_one_and_the_new_one_both_sign():
    _, request = send(OK, query=f"?old={OLD.replace('+', '%2B')}")

    for secret in (SECRET, OLD):
        assert Webhook(secret).verify(request.body, request.headers)
    with pytest.raises(WebhookVerificationError):
        Webhook("whsec_" + base64.b64encode(b"x" * 32).decode()).verify(
            request.body, request.headers
        )


def test_a_static_header_and_the_endpoints_own_query_are_kept_to():
    query = "?header=Authorization:%20Bearer%20t0ken&query=sig%3Da%252Bb%26v%3D1"

    with serving(OK) as server:
        make_webhook(server, query, path="/hooks/9/").run("event", make_enquiry(), {})

    [request] = server.received
    assert request.headers["authorization"] == "Bearer t0ken"
    assert request.target == "/hooks/9/?sig=a%2Bb&v=1"


# What comes back


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_any_2xx_is_receipt_whatever_its_body_says(status):
    ref, _ = send(raw_reply(status, b"" if status == 204 else b"<html>\xff"))

    assert ref.id == f"msg_{SUBMISSION}"


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (302, Misconfigured),
        (400, Rejected),
        (401, AuthFailed),
        (403, AuthFailed),
        (404, Misconfigured),
        (405, Misconfigured),
        (410, SwitchedOff),
        (413, Rejected),
        (422, Rejected),
        (429, RateLimited),
        (500, OutcomeUnknown),
        (502, OutcomeUnknown),
        (503, Transient),
    ],
)
def test_a_refusal_says_whether_it_is_the_endpoint_or_this_enquiry(status, error):
    refused = failure(reply(status, {"message": EMAIL}, Location="/elsewhere"))

    assert type(refused) is error
    assert refused.http_status == status
    assert EMAIL not in str(refused)


def test_a_lost_answer_is_repeated_under_the_same_id():
    assert isinstance(failure(close), OutcomeUnknown)
    assert SignedWebhook.repeatable == {"event"}


# Erasing


def test_an_erasure_is_an_event_with_the_submissions_it_is_about():
    made = [{"event": Ref(id=f"msg_{SUBMISSION}")}, {}]

    with serving(OK, OK, OK) as server:
        hook = make_webhook(server)
        erasure = hook.erase(EMAIL, made)
        hook.erase(EMAIL, made)
        hook.erase(EMAIL, [*made, {"event": Ref(id=f"msg_{OTHER_SUBMISSION}")}])

    first, again, later = server.received
    event = Webhook(SECRET).verify(first.body, first.headers)
    assert event["type"] == "contact.erased"
    assert event["data"] == {"email": EMAIL, "submission_ids": [SUBMISSION]}
    assert first.headers["webhook-id"] == again.headers["webhook-id"]
    assert later.headers["webhook-id"] != first.headers["webhook-id"]
    assert EMAIL not in first.headers["webhook-id"] + repr(erasure)
    assert "told to forget" in erasure.left


def test_of_somebody_who_was_never_sent_nothing_is_told():
    with serving() as server:
        assert make_webhook(server).erase(EMAIL, []) == Erasure()

    assert server.received == []


# Where it may go


PRIVATE = [
    "127.0.0.1", "127.9.9.9", "10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1", "::1",
    "fc00::1", "fd12:3456::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:a9fe:a9fe",
    "64:ff9b::7f00:1", "64:ff9b::a00:1", "2002:7f00:1::", "2002:a00:1::1",
    "169.254.169.254", "fe80::1", "fe80::1%1", "0.0.0.0", "::", "224.0.0.1", "ff0e::1",
    "255.255.255.255", "240.0.0.1", "198.18.0.1", "192.0.2.1", "2001:db8::1", "64:ff9b:1::1",
    "::127.0.0.1",
]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_that_is_not_public_is_none_to_call(address):
    assert not addresses.is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_a_public_address_may_be_called(address):
    assert addresses.is_public(address)
    assert addresses.is_public_or_own(address)
    assert not addresses.is_loopback(address)


@pytest.mark.parametrize(
    "address", ["169.254.169.254", "fe80::1", "0.0.0.0", "224.0.0.1", "::ffff:a9fe:a9fe"]
)
def test_where_clouds_hand_out_credentials_is_never_called(address):
    assert not addresses.is_public_or_own(address)


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "10.0.0.1", "192.168.1.1", "fd00::1"])
def test_our_own_network_is_called_where_the_operator_allows_it(address):
    hook = from_url(f"webhook://:{SECRET}@h.example?private=yes")

    assert hook.allows(address)
    assert not from_url(f"webhook://:{SECRET}@h.example").allows(address)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]"]
)
def test_no_way_of_writing_this_machine_is_connected_to(host, monkeypatch):
    monkeypatch.setattr("socket.socket.connect", lambda *_: pytest.fail("connected"))
    hook = from_url(f"webhook://:{SECRET}@{host}/x")

    for act in (hook.reach, lambda: hook.run("event", make_enquiry(), {})):
        with pytest.raises(Misconfigured, match="no address that may be called"):
            act()
    [problem] = hook.check()
    assert "private=yes" in problem.remedy


def test_the_address_that_was_judged_is_the_one_that_is_connected_to(monkeypatch):
    answers = iter(["8.8.8.8", "127.0.0.1"])  # a name that leads elsewhere the second time
    connected = []

    def look_up(*_, **__):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), 443))]

    def connect(_, address):
        connected.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr("socket.getaddrinfo", look_up)
    monkeypatch.setattr("socket.socket.connect", connect)

    with pytest.raises(Transient):
        from_url(f"webhook://:{SECRET}@rebind.example").run("event", make_enquiry(), {})

    assert connected == [("8.8.8.8", 443)]


def test_plain_http_reaches_this_machine_alone(monkeypatch):
    hook = from_url(f"webhook+http://:{SECRET}@localhost:9")

    assert hook.allows("127.0.0.1")
    assert not hook.allows("8.8.8.8")
    assert not hook.allows("10.0.0.1")


# The receiver to practise with


def signed(secret=TOKEN, message="msg_1", at=None, body=b'{"type":"x","data":{}}'):
    at = at or datetime.now(UTC)
    return body, {
        "webhook-id": message,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Webhook(secret).sign(message, at, body.decode()),
    }


def post(crm, body, headers):
    return requests.post(f"{crm.base_url}/hook", data=body, headers=headers, timeout=5).status_code


def test_the_practice_receiver_takes_what_is_signed_and_fresh(practice):
    crm = practice("webhook")
    body, headers = signed()

    assert post(crm, body, headers) == 200
    assert post(crm, body + b" ", headers) == 401
    assert post(crm, body, headers | {"webhook-id": "msg_2"}) == 401
    assert post(crm, *signed(SECRET)) == 401
    assert post(crm, *signed(at=datetime.now(UTC) - timedelta(minutes=6))) == 401
    assert post(crm, body, {}) == 401


def test_the_practice_receiver_takes_one_of_two_signatures(practice):
    body, headers = signed()
    headers["webhook-signature"] = "v1,AAAA " + headers["webhook-signature"]

    assert post(practice("webhook"), body, headers) == 200


# Checking, and the address


def test_a_check_sends_nothing():
    with serving() as server:
        assert make_webhook(server).check() == []

    assert server.received == []


def test_a_receiver_that_is_not_there_is_told():
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]

    [problem] = from_url(f"webhook+http://:{SECRET}@127.0.0.1:{port}").check()

    assert "no connection" in problem.what


def test_neither_secret_nor_header_nor_path_is_in_a_repr_or_an_error():
    query = f"?old={OLD}&header=X-Key:%20h1dden&query=sig%3Dh1dden"
    with serving(reply(400)) as server, pytest.raises(Rejected) as caught:
        hook = make_webhook(server, query, path="/p4th")
        hook.run("event", make_enquiry(), {})

    told = f"{hook!r} {caught.value} {caught.value!r}"
    for secret in (SECRET, OLD, "h1dden", "p4th", SECRET.removeprefix("whsec_")):
        assert secret not in told


@pytest.mark.parametrize(
    ("text", "part"),
    [
        (f"webhook://{SECRET}@h.example", "credential"),
        (f"webhook://user:{SECRET}@h.example", "credential"),
        ("webhook://:short@h.example", "password"),
        ("webhook://:whsec_not-base64!@h.example", "password"),
        (f"webhook://:whsec_{'A' * 200}@h.example", "password"),
        (f"webhook://:{SECRET}@h.example?old=short", "query: 'old'"),
        (f"webhook://:{SECRET}@h.example?header=X", "query: 'header'"),
        (f"webhook://:{SECRET}@h.example?header=webhook-id:%201", "query: 'header'"),
        (f"webhook://:{SECRET}@h.example?header=Host:%20x", "query: 'header'"),
        (f"webhook://:{SECRET}@h.example?header=X:%20%C3%A9", "query: 'header'"),
        (f"webhook://:{SECRET}@h.example?private=1", "query: 'private'"),
        (f"webhook://:{SECRET}@h.example?pipe=1", "query: unknown key"),
    ],
)
def test_a_url_that_cannot_be_used_names_the_part_and_no_secret(text, part):
    with pytest.raises(BadDestinationURL, match=f"1st entry: {part}") as caught:
        from_url(text)

    assert "MfKQ9" not in str(caught.value)
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
