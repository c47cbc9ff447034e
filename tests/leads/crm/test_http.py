import logging
import shutil
import socket
import ssl
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from leads.crm.base import (
    AuthFailed,
    DestinationError,
    Misconfigured,
    OutcomeUnknown,
    RateLimited,
    Rejected,
    Transient,
)
from leads.crm.http import Conflict, HttpDestination, retry_after
from tests.scripted import (
    answering,
    close,
    cut_short,
    drip_body,
    drip_head,
    hang,
    raw_reply,
    reply,
    reply_then_close,
    reset,
    serving,
)

TOKEN = "5ecret-token"
EMAIL = "ann@acme.example"
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


class Api(HttpDestination):
    """The smallest adapter: no steps, only calls."""

    steps = ()
    repeatable = frozenset()

    def run(self, step, enquiry, refs):
        raise NotImplementedError

    def find(self, step, enquiry, refs):
        raise NotImplementedError

    def check(self):
        raise NotImplementedError


def make_api(url, **overrides):
    headers = {"Authorization": f"Bearer {TOKEN}"}
    return Api(**{"name": "main", "base_url": url, "headers": headers, "deadline": 5} | overrides)


def failure(*behaviours, method="POST", reads=None, **overrides):
    """Return the error that one call to a server with this script ends in."""
    with serving(*behaviours) as server, pytest.raises(DestinationError) as caught:
        make_api(server.url, **overrides).call(method, "/things", json={}, reads=reads)
    return caught.value


def test_a_call_sends_json_and_its_credential_and_returns_the_reply():
    with serving(reply(201, {"id": "7"}, X_Limit="9")) as server:
        answer = make_api(server.url).call(
            "POST", "/things", json={"email": EMAIL}, params={"limit": "1"}
        )

    [request] = server.received
    assert (request.method, request.path, request.query) == ("POST", "/things", {"limit": "1"})
    assert request.json == {"email": EMAIL}
    assert request.headers["authorization"] == f"Bearer {TOKEN}"
    assert request.headers["content-type"] == "application/json"
    assert request.headers["user-agent"].startswith("Leadline/")
    assert (answer.status, answer.data) == (201, {"id": "7"})
    assert answer.headers["x-limit"] == "9"


def test_what_no_database_stores_is_not_sent():
    odd = {"a": "x\x00y\ud800z\x07", "b": ["\udc00", ("\n\t",)], "c": 7, "d": "\\u0000 😀"}

    with serving(reply(200, {})) as server:
        make_api(server.url).call("POST", "/things", json=odd)

    assert server.received[0].json == {
        "a": "xy\ufffdz",
        "b": ["\ufffd", ["\n\t"]],
        "c": 7,
        "d": "\\u0000 😀",
    }


def test_no_content_is_a_readable_reply():
    with serving(reply(204)) as server:
        assert make_api(server.url).call("POST", "/things").data is None


@pytest.mark.parametrize(
    ("status", "write", "read"),
    [
        (301, Misconfigured, Misconfigured),
        (307, Misconfigured, Misconfigured),
        (400, Rejected, Rejected),
        (401, AuthFailed, AuthFailed),
        (403, AuthFailed, AuthFailed),
        (404, Rejected, Rejected),
        (408, Transient, Transient),
        (409, Conflict, Conflict),
        (410, Misconfigured, Misconfigured),
        (413, Rejected, Rejected),
        (414, Rejected, Rejected),
        (422, Rejected, Rejected),
        (423, RateLimited, RateLimited),
        (425, Transient, Transient),
        (429, RateLimited, RateLimited),
        (477, RateLimited, RateLimited),
        (500, OutcomeUnknown, Transient),
        (501, Transient, Transient),
        (502, OutcomeUnknown, Transient),
        (503, Transient, Transient),
        (504, OutcomeUnknown, Transient),
        (520, OutcomeUnknown, Transient),
        (521, Transient, Transient),
        (522, OutcomeUnknown, Transient),
        (523, Transient, Transient),
        (524, OutcomeUnknown, Transient),
        (525, Transient, Transient),
        (526, Transient, Transient),
    ],
)
def test_a_status_becomes_the_error_that_says_what_to_do_next(status, write, read):
    written = failure(reply(status, {"message": EMAIL}))
    seen = failure(reply(status, {"message": EMAIL}), method="GET")
    posted = failure(reply(status, {"message": EMAIL}), reads=True)

    assert (type(written), type(seen), type(posted)) == (write, read, read)
    assert written.http_status == seen.http_status == status
    assert str(written).startswith(f"main: POST /things: HTTP {status}")


@pytest.mark.parametrize("status", [423, 429, 477, 503])
def test_retry_after_is_handed_on(status):
    assert failure(reply(status, Retry_After="7")).retry_after == 7


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("", None),
        ("5", 5),
        ("0", 1),
        ("999999", 86400),
        ("-5", None),
        ("1.5", None),
        ("soon", None),
        ("٣", None),
        ("9" * 40, None),
        (format_datetime(NOW + timedelta(seconds=90), usegmt=True), 90),
        (format_datetime(NOW + timedelta(days=3), usegmt=True), 86400),
        (format_datetime(NOW - timedelta(seconds=1), usegmt=True), None),
        ("Tue, 24 Nov 2026 09:00:30 -0000", 30),
        ("Tue, 99 Nov 2026 09:00:30 GMT", None),
    ],
)
def test_retry_after_is_seconds_or_a_date_within_bounds(text, seconds):
    assert retry_after({"Retry-After": text}, now=NOW) == seconds


def test_a_port_that_nobody_listens_on_is_no_attempt():
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]

    with pytest.raises(Transient, match=r"no connection \(ConnectionRefusedError\)") as caught:
        make_api(f"http://127.0.0.1:{port}").call("POST", "/things", json={})

    assert caught.value.http_status is None


def test_a_host_without_an_address_is_no_attempt():
    with pytest.raises(Transient, match=r"no connection \(gaierror\)"):
        make_api("http://nowhere.invalid").call("POST", "/things", json={})


def test_a_host_may_be_an_address_of_ipv6(monkeypatch):
    asked = []

    def look_up(host, port, **_):
        asked.append((host, port))
        raise socket.gaierror

    monkeypatch.setattr("socket.getaddrinfo", look_up)
    for url in ("https://[::1]", "http://[::1]", "http://[::1]:8421"):
        with pytest.raises(Transient, match="no connection"):
            make_api(url).call("GET", "/things")

    assert asked == [("::1", 443), ("::1", 80), ("::1", 8421)]


def test_a_server_that_does_not_speak_tls_gets_no_request():
    with serving() as server, pytest.raises(Transient, match="no connection"):
        make_api(f"https://127.0.0.1:{server.port}").call("POST", "/things", json={})

    assert server.received == []


@pytest.mark.skipif(shutil.which("openssl") is None, reason="makes a certificate with openssl")
def test_a_certificate_that_nobody_vouches_for_gets_no_request(tmp_path):
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate],
        check=True,
        capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    listener = socket.create_server(("127.0.0.1", 0))
    url = f"https://localhost:{listener.getsockname()[1]}"
    heard = []

    def serve():
        try:
            with context.wrap_socket(listener, server_side=True) as secure:
                heard.append(secure.accept()[0].recv(1))
        except OSError as error:
            heard.append(error)

    server = threading.Thread(target=serve, daemon=True)
    server.start()

    with pytest.raises(Transient, match="SSLCertVerificationError"):
        make_api(url).call("POST", "/things", json={})

    server.join(5)
    assert isinstance(heard[0], OSError)


@pytest.mark.parametrize("behaviour", [close, reset, hang, drip_head])
def test_a_write_without_an_answer_may_have_been_applied(behaviour):
    error = failure(behaviour, deadline=0.3)

    assert isinstance(error, OutcomeUnknown)
    assert error.http_status is None


@pytest.mark.parametrize("behaviour", [close, reset, hang, drip_head, drip_body, cut_short])
def test_a_read_without_an_answer_is_simply_tried_again(behaviour):
    assert type(failure(behaviour, method="GET", deadline=0.3)) is Transient
    assert type(failure(behaviour, reads=True, deadline=0.3)) is Transient


@pytest.mark.parametrize(
    "behaviour",
    [
        cut_short,
        raw_reply(200, b""),
        raw_reply(200, b"<html>"),
        raw_reply(200, b'"\xff"'),
        raw_reply(200, b"[" * 60_000),
        raw_reply(200, b"9" * 60_000),
        raw_reply(200, b" " * 65_537 + b"{}"),
        raw_reply(200, b"not gzip", Content_Encoding="gzip"),
    ],
)
def test_a_success_that_cannot_be_read_is_unknown_for_a_write(behaviour):
    write, read = failure(behaviour), failure(behaviour, reads=True)

    assert isinstance(write, OutcomeUnknown)
    assert type(read) is Transient
    assert write.http_status == read.http_status == 200


@pytest.mark.parametrize("behaviour", [hang, drip_head, drip_body])
def test_the_deadline_holds_however_slowly_bytes_drip(behaviour):
    started = time.monotonic()

    failure(behaviour, deadline=0.3)

    assert time.monotonic() - started < 5  # they would drip on


def test_a_refusal_whose_body_drips_is_known_by_its_status():
    def drip_refusal(connection):
        connection.sendall(b"HTTP/1.1 400 No\r\nContent-Length: 100\r\n\r\n{")
        return hang(connection)

    assert isinstance(failure(drip_refusal, deadline=0.3), Rejected)


def test_a_reply_of_just_the_cap_is_read():
    body = b'{"a":1}'.ljust(64 * 1024)

    with serving(raw_reply(200, body)) as server:
        assert make_api(server.url).call("POST", "/things").data == {"a": 1}


def test_a_redirect_is_never_followed():
    with serving(reply(200, {})) as elsewhere:
        error = failure(reply(302, {}, Location=f"{elsewhere.url}/stolen"))

        assert isinstance(error, Misconfigured)
        assert elsewhere.received == []


def test_a_connection_that_the_server_closed_meanwhile_costs_nothing():
    with serving(reply_then_close(200, {}), reply_then_close(200, {})) as server:
        api = make_api(server.url)
        api.call("POST", "/things", json={})
        api.call("POST", "/things", json={})

    assert len(server.received) == 2
    assert server.received[0].headers["connection"] == "close"


def test_nothing_is_tried_twice_in_one_call():
    with serving(reply(503), reply(200, {})) as server, pytest.raises(Transient):
        make_api(server.url).call("GET", "/things")

    assert len(server.received) == 1


def test_cookies_are_not_kept_and_the_environment_is_not_read(monkeypatch, tmp_path):
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login someone password else\n")
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    with serving(reply(200, {}, Set_Cookie="a=b"), reply(200, {})) as server:
        api = make_api(server.url)
        api.call("GET", "/things")
        api.call("GET", "/things")

    assert "cookie" not in server.received[1].headers
    assert server.received[0].headers["authorization"] == f"Bearer {TOKEN}"


def test_one_destination_serves_many_threads():
    def echo(request):
        return reply(200, {"n": request.json["n"]})

    with answering(echo) as server:
        api = make_api(server.url)
        with ThreadPoolExecutor(8) as pool:
            answers = pool.map(lambda n: api.call("POST", "/n", json={"n": n}).data["n"], range(80))

        assert list(answers) == list(range(80))


@pytest.mark.parametrize(
    "behaviour",
    [
        reply(400, {"message": EMAIL, "token": TOKEN}),
        reply(409, {"message": EMAIL}),
        reply(429, {"message": EMAIL}),
        reply(500, {"message": EMAIL}),
        raw_reply(200, EMAIL.encode()),
        lambda connection: connection.sendall(f"HTTP/1.1 {EMAIL} {TOKEN}\r\n\r\n".encode()),
        lambda connection: connection.sendall(
            f"HTTP/1.1 400 No\r\n{EMAIL} {TOKEN}\r\nContent-Length: 0\r\n\r\n".encode()
        ),
        reset,
    ],
)
def test_neither_errors_nor_logs_hold_a_token_a_body_or_an_address(behaviour, caplog):
    caplog.set_level(logging.DEBUG)
    with serving(behaviour) as server:
        api = make_api(server.url)
        with pytest.raises(DestinationError) as caught:
            api.call("POST", f"/people/{EMAIL}?x={EMAIL}", json={"email": EMAIL}, reads=False)

    told = f"{caught.value} {caught.value!r} {caught.value.detail} {api!r}"
    assert "main: POST /people/…: " in told
    assert TOKEN not in told + caplog.text
    assert EMAIL not in told + caplog.text
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


def test_a_reply_does_not_show_its_contents():
    with serving(reply(200, {"email": EMAIL}, X_Token=TOKEN)) as server:
        shown = repr(make_api(server.url).call("GET", "/things"))

    assert EMAIL not in shown
    assert TOKEN not in shown
