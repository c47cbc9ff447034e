"""What a visitor sends is safe on its own: no other system has a say in the request."""

from __future__ import annotations

import socket
from typing import Any

import pytest
from django.core import mail

from leads.crm.hubspot import HubSpot
from leads.delivery import registry
from leads.models import Delivery, Enquiry, QuizPage, State
from tests.visitor import Visitor, enquire, take_quiz

CRM = HubSpot(name="main", base_url="http://127.0.0.1:9")  # nobody listens on the discard port


def test_no_web_request_opens_a_connection_or_asks_for_an_address(
    quiz: QuizPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def refuse(name: str) -> Any:
        def call(*args: Any, **_kwargs: Any) -> None:
            asked.append(f"{name} {args[-1]}")
            raise OSError(name)

        return call

    monkeypatch.setattr(socket.socket, "connect", refuse("connect"))
    monkeypatch.setattr(socket.socket, "connect_ex", refuse("connect_ex"))
    monkeypatch.setattr(socket, "getaddrinfo", refuse("getaddrinfo"))
    visitor = Visitor()

    with registry.using(CRM):
        for path in ("/", "/articles/", "/about/", "/privacy/"):
            assert visitor.get(path).status == 200
        article = "/articles/leadership-and-management-skills/"
        enquire(visitor, take_quiz(visitor, article))

    assert asked == []
    assert Enquiry.objects.count() == 1


def test_an_enquiry_is_kept_when_no_crm_is_set_up(quiz: QuizPage) -> None:
    visitor = Visitor()

    receipt = enquire(visitor, take_quiz(visitor, quiz.get_url()))

    assert Enquiry.objects.get().reference in receipt.text
    assert not Delivery.objects.exists()


def test_without_a_mail_server_nothing_changes(quiz: QuizPage, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    visitor = Visitor()

    with registry.using(CRM):
        receipt = enquire(visitor, take_quiz(visitor, quiz.get_url()))

    assert Enquiry.objects.get().reference in receipt.text
    assert Delivery.objects.get().state == State.PENDING
    assert mail.outbox == []
