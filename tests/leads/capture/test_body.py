"""Bodies that no form of ours sends: refused with a page that helps, and nothing is stored."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.test import Client, RequestFactory

from home.models import ContactPage
from leads.capture import contact, keys
from leads.capture.body import refusal
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


@pytest.mark.parametrize("kind", [FORM, "multipart/form-data; boundary=part"])
def test_a_body_that_was_cut_off_anywhere_is_never_stored(quiz: QuizPage, kind: str) -> None:
    form = Visitor().get(ContactPage.objects.get().url).form("company")
    fields = {**form.fields, **CONTACT}
    whole = (_encoded(fields) if kind == FORM else _in_parts(fields)).encode()
    offer = contact.Offer(scope=form_key(fields["key"]))

    # Every field is there once the last one is: what may be missing then is a part's last mark.
    for end in range(0, len(whole.partition(b"\r\n--part--")[0]), 8):
        # As long as was announced, or as long as a proxy says that has lost the rest.
        promised, counted = (sent(whole[:end], kind, length) for length in (len(whole), end))
        if end:
            assert refusal(promised).status_code == 400
        if refusal(counted) is None:
            assert not isinstance(contact.take(counted, offer), Enquiry), end

    assert not Enquiry.objects.exists()
    assert isinstance(contact.take(sent(whole, kind, len(whole)), offer), Enquiry)


def sent(body: bytes, kind: str, length: int) -> HttpRequest:
    request = RequestFactory().post(
        "/enquire/1/", body, content_type=kind, CONTENT_LENGTH=str(length)
    )
    request.environ["wsgi.input"] = request._stream = BytesIO(body)  # it ends before its length
    return request


def form_key(key: str) -> str:
    memory = keys.read("contact", key)
    assert memory is not None
    return str(memory["form"])


def test_a_body_of_unknown_length_is_refused_not_taken_for_empty(addresses: list[str]) -> None:
    answer = Client().generic("POST", addresses[-1], b"", headers={"Transfer-Encoding": "chunked"})

    refused(answer, 411)


def test_of_a_field_that_is_sent_twice_the_last_counts(quiz: QuizPage) -> None:
    form = Visitor().get(ContactPage.objects.get().url).form("company")
    body = _encoded({**form.fields, **CONTACT}) + "&email=bob%40acme.example&score=99&is_test=on"

    answer = Client().post(form.action, body, content_type=FORM)

    assert answer.status_code == 303
    enquiry = Enquiry.objects.get()
    assert (enquiry.email, enquiry.score, enquiry.is_test) == ("bob@acme.example", None, False)


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


def _in_parts(fields: dict[str, str]) -> str:
    parts = "".join(
        f'--part\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    )
    return f"{parts}--part--\r\n"


def _encoded(fields: dict[str, str]) -> str:
    return urlencode({key: value.replace("\n", "\r\n") for key, value in fields.items()})
