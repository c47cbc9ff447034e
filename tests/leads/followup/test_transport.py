"""What a mail server's answers mean, at a real socket; files; and what EMAIL_URL may say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage

from config.mail import OFF, Transport, read_addresses, read_sender, read_transport
from leads.crm.base import (
    AuthFailed,
    DestinationError,
    Misconfigured,
    OutcomeUnknown,
    Rejected,
    Transient,
)
from leads.followup import smtp, transport
from leads.followup.mail import Mail
from tests.leads.followup.conftest import point_to
from tests.smtp import DRIP, DROP, HANG, MailServer

pytestmark = pytest.mark.django_db
TO, SECRET = "ann@acme.example", "s3cret"


def send() -> None:
    transport.send(EmailMessage("Hello", "Hello", "us@firm.example", [TO]))


@pytest.mark.parametrize(
    ("verb", "answer", "expected", "said"),
    [
        ("CONNECT", "421 4.3.2 closing", Transient, "(421 4.3.2)"),
        ("CONNECT", DROP, Transient, "ended the connection"),
        ("MAIL", "550 5.7.1 not yours", Misconfigured, "EMAIL_FROM (550 5.7.1)"),
        ("MAIL", "451 4.3.0 later", Transient, "(451 4.3.0)"),
        ("RCPT", f"550 5.1.1 <{TO}> unknown", Rejected, "refused (550 5.1.1)"),
        ("RCPT", f"452 4.2.2 <{TO}> is full", Transient, "takes nothing now (452 4.2.2)"),
        ("TAKEN", "554 5.7.0 spam", Rejected, "refuses this mail (554 5.7.0)"),
        ("TAKEN", "451 4.7.1 greylisted", Transient, "(451 4.7.1)"),
        ("TAKEN", DROP, OutcomeUnknown, "ended the connection"),
    ],
)
def test_each_answer_says_what_happens_next_and_no_address_is_repeated(
    server: MailServer, verb: str, answer: str, expected: type[DestinationError], said: str
) -> None:
    server.answers[verb] = answer

    with pytest.raises(expected) as raised:
        send()

    assert said in raised.value.detail
    assert TO not in raised.value.detail


@pytest.mark.parametrize("behaviour", [HANG, DRIP])
@pytest.mark.parametrize(("verb", "expected"), [("CONNECT", Transient), ("TAKEN", OutcomeUnknown)])
def test_a_server_that_never_ends_its_answer_holds_nobody_for_ever(
    server: MailServer,
    monkeypatch: pytest.MonkeyPatch,
    behaviour: str,
    verb: str,
    expected: type[DestinationError],
) -> None:
    monkeypatch.setattr(smtp, "WHOLE", 0.3)
    server.answers[verb] = behaviour

    with pytest.raises(expected):
        send()


def test_a_bad_farewell_is_no_reason_to_send_again(server: MailServer) -> None:
    server.answers["QUIT"] = DROP

    send()

    assert len(server.mails) == 1


def test_a_refused_password_is_for_a_person_to_put_right(server: MailServer, settings: Any) -> None:
    point_to(settings, server.port, username="us", password=SECRET)
    send()
    assert len(server.users) == 1
    server.answers["AUTH"] = "535 5.7.8 no"

    with pytest.raises(AuthFailed, match=r"\(535 5.7.8\)"):
        send()
    [problem] = Mail().check()
    assert "refuses user or password" in problem.what


def test_a_server_without_starttls_is_not_given_the_password(
    server: MailServer, settings: Any
) -> None:
    point_to(settings, server.port, username="us", password=SECRET, use_tls=True)

    with pytest.raises(Misconfigured, match="STARTTLS"):
        send()

    assert server.users == []


# --- EMAIL_URL -----------------------------------------------------------------------------------


def test_an_address_becomes_what_the_backend_is_made_with() -> None:
    found = read_transport({"EMAIL_URL": f"smtp+tls://us%40firm.example:{SECRET}@smtp.example.com"})

    assert found.options["host"] == "smtp.example.com"
    assert (found.options["port"], found.options["use_tls"]) == (587, True)
    assert (found.options["username"], found.options["password"]) == ("us@firm.example", SECRET)
    assert SECRET not in repr(found)
    assert found.leaves


def test_unset_means_files_and_off_means_nothing() -> None:
    assert read_transport({}).backend == "leads.followup.files.EmailBackend"
    assert read_transport({"EMAIL_URL": OFF}) == Transport("")


def test_it_can_be_read_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "url"
    file.write_text("smtp+ssl://u:p@mail.example.com\n")

    assert read_transport({"EMAIL_URL_FILE": str(file)}).options["port"] == 465


@pytest.mark.parametrize(
    "value",
    [
        f"http://u:{SECRET}@host", f"smtp+tls://u:{SECRET}@", f"smtp+tls://u:{SECRET}@host:x",
        f"smtp://u:{SECRET}@mail.example.com", f"smtp+tls://{SECRET}@host",
        f"smtp+tls://u:p#{SECRET}@host", f"smtp+tls://u:p/{SECRET}@host", SECRET,
        f"anymail+pigeon:?token={SECRET}",
    ],
)  # fmt: skip
def test_what_cannot_work_is_refused_by_name_and_without_the_secret(value: str) -> None:
    with pytest.raises(ImproperlyConfigured) as raised:
        read_transport({"EMAIL_URL": value})

    assert str(raised.value).startswith("EMAIL_URL: ")
    assert SECRET not in str(raised.value)


def test_a_real_mail_server_wants_a_sender() -> None:
    real = read_transport({"EMAIL_URL": "smtp://localhost"})

    with pytest.raises(ImproperlyConfigured, match="EMAIL_FROM is not set"):
        read_sender("", real, "https://example.com")
    with pytest.raises(ImproperlyConfigured, match="EMAIL_FROM"):
        read_sender("leads", real, "https://example.com")
    assert read_sender("Us <us@firm.example>", real, "https://example.com") == "us@firm.example"
    assert read_sender("", Transport(""), "https://firm.example") == "website@firm.example"


def test_a_list_of_addresses_names_the_one_that_is_wrong() -> None:
    assert read_addresses("OPERATOR_EMAIL", "a@x.example, b@x.example,") == [
        "a@x.example", "b@x.example",
    ]  # fmt: skip
    with pytest.raises(ImproperlyConfigured, match="OPERATOR_EMAIL: address 2"):
        read_addresses("OPERATOR_EMAIL", "a@x.example, b")
