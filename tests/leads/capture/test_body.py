"""Bodies that no form of ours sends: refused with a page that helps, and nothing is stored."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from home.models import ContactPage
from leads.models import Enquiry, QuizAttempt, QuizPage
from tests.visitor import CONTACT, Visitor

pytestmark = pytest.mark.django_db
FORM = "application/x-www-form-urlencoded"
PHONE = "0330 0434 532"  # the starter site's
UNFIT = [
    ("message=" + "x" * 3_000_000, FORM, 413),
    ("x" * 3_000_000, "multipart/form-data; boundary=b", 413),
    ("x" * 3_000_000, "text/plain", 413),
    ("&".join(f"field{number}=1" for number in range(2000)), FORM, 400),
    ("&".join(["same=1"] * 2000), FORM, 400),
    ("no parts at all", "multipart/form-data", 400),
    ("a=1", f"{FORM}; charset=utf-16", 400),
]


@pytest.fixture
def addresses(quiz: QuizPage) -> list[str]:
    """The addresses of the public that take a form."""
    visitor = Visitor()
    begun = visitor.submit(visitor.get(quiz.url).form())
    token = begun.url.split("/quiz/")[1].split("/")[0]
    return [
        f"/quiz/begin/{quiz.pk}/",
        f"/quiz/{token}/1/",
        f"/quiz/{token}/contact/",
        contact_address(),
    ]


def contact_address() -> str:
    page = Visitor().get(ContactPage.objects.get().url)
    return page.form("message").action.removeprefix("http://testserver")


def refused(answer: Any, status: int) -> None:
    page = answer.content.decode()
    assert answer.status_code == status
    assert PHONE in page
    assert "more than our form can carry" in page
    assert "Nothing of it has been stored" in page
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_body_that_no_form_sends_is_refused_with_a_page(addresses: list[str]) -> None:
    attempts = QuizAttempt.objects.count()

    for address in addresses:
        for body, kind, status in UNFIT:
            refused(Client().post(address, body, content_type=kind), status)

    assert not Enquiry.objects.exists()
    assert QuizAttempt.objects.count() == attempts


def test_a_file_is_refused_wherever_it_is_put(addresses: list[str]) -> None:
    for address in addresses:
        file = SimpleUploadedFile("plan.pdf", b"%PDF-1.7")
        refused(Client().post(address, {**CONTACT, "message": file}), 400)

    assert not Enquiry.objects.exists()


def test_the_longest_message_in_any_script_is_taken(quiz: QuizPage) -> None:
    visitor = Visitor()

    for letter in ("汉", "é", "\n.", "😀"):
        text = (letter * 4000)[:4000]
        page = visitor.get(ContactPage.objects.get().url)
        sent = Client().post(
            page.form("message").action,
            _encoded({**page.form("message").fields, **CONTACT, "message": text}),
            content_type=FORM,
        )
        assert sent.status_code == 303, letter

    assert Enquiry.objects.count() == 4


def _encoded(fields: dict[str, str]) -> str:
    return urlencode({key: value.replace("\n", "\r\n") for key, value in fields.items()})
