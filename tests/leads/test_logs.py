"""The logs of production: JSON, one id a request, and nothing personal."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client

from core.logs import JsonLines
from leads.delivery import registry
from leads.delivery.worker import drain
from leads.models import Enquiry, Person, QuizPage
from leads.privacy.forgetting import forget
from tests.fakes import FakeDestination
from tests.visitor import Visitor, enquire, take_quiz

MARKS = ("Ann Lee", "ann.lee", "acme", "7946 0018", "79460018", "older than our newest")


class Lines(logging.StreamHandler[io.StringIO]):
    """What would stand in the log of a server."""

    def __init__(self) -> None:
        super().__init__(io.StringIO())
        self.setFormatter(JsonLines())

    @property
    def text(self) -> str:
        return self.stream.getvalue()

    def read(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.text.splitlines()]


@pytest.fixture
def lines() -> Iterator[Lines]:
    handler, root = Lines(), logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield handler
    root.removeHandler(handler)
    root.setLevel(before)


def test_a_line_cannot_be_broken_by_what_stands_in_it(lines: Lines) -> None:
    logging.getLogger("x").warning('one\n{"level": "info"}\r\u2028two')

    [told] = lines.read()
    assert told["message"].startswith("one\n")
    assert told["level"] == "warning"
    assert lines.text.count("\n") == 1


def test_an_exception_is_told_by_its_class_and_place_and_not_by_its_text(lines: Lines) -> None:
    try:
        raise ValueError("ann.lee@acme.example")
    except ValueError:
        logging.getLogger("x").exception("it failed")

    [told] = lines.read()
    assert told["error"] == "ValueError"
    assert "test_logs.py" in told["where"][-1]
    assert "acme" not in lines.text


def test_the_whole_way_of_an_enquiry_leaves_nothing_personal_in_the_log(
    quiz: QuizPage, lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = Visitor()
    with registry.using(FakeDestination(person=[IntegrityError("Key (email)=(ann.lee@acme)")])):
        enquire(visitor, take_quiz(visitor, quiz.url))
        drain()
        forget(Person.objects.get())
    broken = Client(raise_request_exception=False)
    monkeypatch.setattr("home.views.contact_page", fail)
    broken.post("/contact/", {"name": "Ann Lee", "email": "ann.lee@acme.example"})
    broken.get("/yours/ann.lee:acme/")
    broken.get("/ann.lee@acme.example/?email=ann.lee@acme.example")

    assert Enquiry.objects.count() == 1
    told = lines.read()
    assert [each for each in told if each["logger"] == "django.request"]
    assert not [mark for mark in MARKS if mark in lines.text]


def fail(*_: object) -> None:
    raise ValueError("Ann Lee, ann.lee@acme.example")


@pytest.mark.django_db
def test_every_line_of_a_request_and_its_answer_have_its_id(
    client: Client, lines: Lines, settings: Any
) -> None:
    first, second = client.get("/nothing-here/"), client.get("/nothing-here/")
    ids = [each.headers["X-Request-ID"] for each in (first, second)]
    requests = [each for each in lines.read() if each["logger"] == "django.request"]

    assert len(set(ids)) == 2
    assert [each["request"] for each in requests] == ids
    settings.TRUSTED_HOPS = 1
    given = client.get("/healthz", headers={"X-Request-ID": "from-the-proxy-1"})
    forged = client.get("/healthz", headers={"X-Request-ID": 'no" way'})
    assert given.headers["X-Request-ID"] == "from-the-proxy-1"
    assert len(forged.headers["X-Request-ID"]) == 16
