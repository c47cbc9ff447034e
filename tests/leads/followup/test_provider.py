"""Mail by a provider's API, through django-anymail and a real socket: Postmark's, for one."""

from __future__ import annotations

import sys
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.mail import read_transport
from leads.crm.base import (
    AuthFailed,
    DestinationError,
    Misconfigured,
    OutcomeUnknown,
    RateLimited,
    Rejected,
    Transient,
)
from leads.delivery import registry
from leads.delivery.worker import drain
from leads.followup.mail import Mail
from leads.models import Delivery, Errand, State
from tests.leads.followup.test_alert import enquire
from tests.leads.followup.test_transport import SECRET, TO, send
from tests.scripted import Behaviour, close, cut_short, raw_reply, reply, serving

pytestmark = pytest.mark.django_db
TAKEN = {"ErrorCode": 0, "Message": "OK", "MessageID": "b7bc2f4a", "To": TO}
INACTIVE = f"Found inactive addresses: {TO}.\n Inactive recipients are ones that have generated …"


def set_up(settings: Any, url: str) -> None:
    """Set mail up as EMAIL_URL would."""
    found = read_transport({"EMAIL_URL": url})
    settings.MAIL_TRANSPORT, settings.MAIL_OPTIONS = found.backend, found.options
    settings.ANYMAIL = found.anymail


def postmark(api: str) -> str:
    return f"anymail+postmark:?server_token={SECRET}&api_url={api}"


def test_an_acknowledgement_leaves_by_the_provider_with_its_token_and_both_its_parts(
    settings: Any,
) -> None:
    with serving(reply(200, TAKEN)) as provider, registry.using(Mail()):
        set_up(settings, postmark(provider.url))
        enquiry = enquire(email=TO)
        Delivery.objects.exclude(kind=Errand.ACKNOWLEDGE).delete()
        drain()

    [request] = provider.received
    assert (request.path, request.headers["x-postmark-server-token"]) == ("/email", SECRET)
    assert TO in request.json["To"]
    assert enquiry.reference in request.json["TextBody"]
    assert enquiry.reference in request.json["HtmlBody"]
    sent = Delivery.objects.get()
    named = {each["Name"]: each["Value"] for each in request.json["Headers"]}
    assert sent.state == State.DELIVERED
    assert named["Message-ID"] in str(sent.refs)


@pytest.mark.parametrize(
    ("answer", "expected", "said"),
    [
        (reply(401, {"ErrorCode": 10, "Message": SECRET}), AuthFailed, "HTTP 401"),
        (reply(422, {"ErrorCode": 406, "Message": INACTIVE}), Rejected, "recipient"),
        (reply(422, {"ErrorCode": 300, "Message": f"{TO} is no address"}), Rejected, "HTTP 422"),
        (reply(429), RateLimited, "HTTP 429"),
        (reply(500), Transient, "HTTP 500"),
        (raw_reply(200, b"<html>taken</html>"), OutcomeUnknown, "no answer that can be read"),
        (cut_short, OutcomeUnknown, "no answer"),
        (close, OutcomeUnknown, "no answer"),
    ],
)
def test_each_answer_says_what_happens_next_and_repeats_neither_address_nor_token(
    settings: Any, answer: Behaviour, expected: type[DestinationError], said: str
) -> None:
    with serving(answer) as provider:
        set_up(settings, postmark(provider.url))
        with pytest.raises(expected) as raised:
            send()

    assert type(raised.value) is expected
    assert said in raised.value.detail
    assert TO not in raised.value.detail
    assert SECRET not in raised.value.detail


def test_what_the_provider_needs_and_was_not_told_is_named_by_the_check(settings: Any) -> None:
    set_up(settings, "anymail+postmark:?token=typo")

    with pytest.raises(Misconfigured, match="EMAIL_URL"):
        send()
    [problem] = Mail().check()
    assert "EMAIL_URL" in problem.what


def test_a_provider_that_nobody_knows_stops_the_start_and_so_does_a_missing_package(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"EMAIL_URL: .* no provider “pigeon”"):
        read_transport({"EMAIL_URL": f"anymail+pigeon:?token={SECRET}"})
    monkeypatch.setitem(sys.modules, "anymail.backends", None)
    with pytest.raises(ImproperlyConfigured, match=r"EMAIL_URL: .*pip install") as told:
        read_transport({"EMAIL_URL": postmark("https://api.example")})
    assert SECRET not in str(told.value)
