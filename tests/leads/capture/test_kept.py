"""A form that is sent while the database cannot take it is given back, and is then sent once."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import InterfaceError, InternalError, OperationalError, connection

from home.models import ContactPage
from leads.models import Enquiry, QuizAttempt, QuizPage
from tests.visitor import CONTACT, Form, Page, Visitor, contact_step, take_quiz

PHONE = "0330 0434 532"  # the starter site's
CALL = {key: CONTACT[key] for key in ("name", "phone", "email", "callback")}
AWAY = [OperationalError("locked"), InterfaceError("gone"), InternalError("read-only transaction")]


@pytest.fixture
def site(quiz: QuizPage, tmp_path: Path, settings: Any) -> QuizPage:
    settings.VAR_DIR = tmp_path
    call_command("write_error_pages")
    return quiz


@contextmanager
def database_fails(error: Exception) -> Iterator[None]:
    def refuse(execute: Callable[..., Any], *args: Any) -> Any:
        raise error

    with connection.execute_wrapper(refuse):
        yield


def form_of(which: str) -> Form:
    page = Visitor().get(ContactPage.objects.get().url)
    return next(each for each in page.forms if each.fields.get("which") == which)


def given_back(page: Page, form: Form, **values: str) -> None:
    """Fail unless the page says "not yet", and sending its form would send the same again."""
    assert (page.status, page.headers["Retry-After"]) == (503, "30")
    assert "no-store" in page.headers["Cache-Control"]
    assert PHONE in page.text
    assert "Nothing is lost" in page.text
    again = page.form()
    assert again.action == form.action
    assert again.fields == {**form.fields, **values}


@pytest.mark.django_db
@pytest.mark.parametrize("error", AWAY, ids=lambda error: type(error).__name__)
@pytest.mark.parametrize(("which", "values"), [("message", CONTACT), ("callback", CALL)])
def test_the_contact_page_gives_everything_back_and_takes_it_later(
    site: QuizPage, which: str, values: dict[str, str], error: Exception
) -> None:
    form, visitor = form_of(which), Visitor()
    values = values | {"callback": form.choices["callback"][-1]}
    values[next(name for name in form.choices if name.startswith("consent-"))] = "on"

    with database_fails(error):
        page = visitor.submit(form, **values)

    given_back(page, form, **values)
    assert not Enquiry.objects.exists()
    urls = {visitor.submit(page.form()).url, visitor.submit(form, **values).url}
    assert len(urls) == 1
    assert Enquiry.objects.get().consents.filter(given=True).count() == 1


@pytest.mark.django_db
def test_the_quiz_gives_back_the_answer_and_the_contact_step(site: QuizPage) -> None:
    visitor = Visitor()
    result = take_quiz(visitor, site.url)
    contact = visitor.get(contact_step(result)).form("email")
    first = visitor.get(result.url.replace("result/", "1/")).form("option")
    other = first.choices["option"][0]

    with database_fails(OperationalError("locked")):
        answer = visitor.submit(first, option=other)
        step = visitor.submit(contact, **CONTACT)

    given_back(answer, first, option=other)
    given_back(step, contact, **CONTACT)
    visitor.submit(answer.form())
    assert other in QuizAttempt.objects.get().answers.values()
    assert "/thanks/" in visitor.submit(step.form()).url


@pytest.mark.django_db
def test_what_the_page_was_not_made_for_is_given_back_unseen(site: QuizPage) -> None:
    address = f"/enquire/{ContactPage.objects.get().pk}/"

    with database_fails(OperationalError("locked")):
        page = Visitor().post(address, {"x": "<b>", "key": "?"})

    assert page.form().fields == {"x": "<b>", "key": "?"}
    assert "<b>" not in page.text


@pytest.mark.django_db(transaction=True)
def test_a_real_database_that_cannot_be_written_loses_nothing_and_promises_nothing(
    site: QuizPage, settings: Any
) -> None:
    for trouble in (locked, full, read_only, out_of_reach):
        before = Enquiry.objects.count()
        form, visitor = form_of("message"), Visitor()
        values = {**CONTACT, "message": (trouble.__name__ * 1000)[:4000]}

        with trouble():
            page = visitor.submit(form, **values)

        given_back(page, form, **values)
        assert Enquiry.objects.count() == before, trouble.__name__
        assert "/thanks/" in visitor.submit(page.form()).url
        assert Enquiry.objects.count() == before + 1


@contextmanager
def locked() -> Iterator[None]:
    """Somebody else is writing, for longer than we wait."""
    with closing(sqlite3.connect(connection.settings_dict["NAME"])) as other:
        other.execute("BEGIN IMMEDIATE")
        with pragma("busy_timeout", 50):
            yield


@contextmanager
def full() -> Iterator[None]:
    """The disk has no room for another page."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]
    with pragma("max_page_count", pages):
        yield


@contextmanager
def pragma(name: str, value: int) -> Iterator[None]:
    with connection.cursor() as cursor:
        before = cursor.execute(f"PRAGMA {name}").fetchone()[0]
        cursor.execute(f"PRAGMA {name}={value}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA {name}={before}")


@contextmanager
def opened_as(name: str) -> Iterator[None]:
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


def read_only() -> Any:
    return opened_as(f"file:{connection.settings_dict['NAME']}?mode=ro")


def out_of_reach() -> Any:
    return opened_as("/nowhere/at/all.sqlite3")
