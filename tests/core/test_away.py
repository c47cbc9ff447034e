"""What visitors are told while the site cannot answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.test import Client

from core.models import SiteSettings
from tests.markup import Markup
from tests.site_tree import PHONE, SiteTree, make_site


@pytest.fixture
def tree(db: None, tmp_path: Path, settings: Any) -> SiteTree:
    settings.VAR_DIR = tmp_path
    tree = make_site()
    call_command("write_error_pages")
    return tree


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False)


@contextmanager
def database_fails(error: Exception) -> Iterator[None]:
    def refuse(execute: Callable[..., Any], *args: Any) -> Any:
        raise error

    with connection.execute_wrapper(refuse):
        yield


@pytest.mark.parametrize("error", [OperationalError("database is locked"), InterfaceError("gone")])
@pytest.mark.parametrize(
    "address", ["/", "/articles/", "/never-was/", "/articles.md", "/sitemap.xml"]
)
def test_a_database_out_of_reach_is_told_as_back_soon_with_the_number(
    tree: SiteTree, visitor: Client, address: str, error: Exception
) -> None:
    with database_fails(error):
        answer = visitor.get(address)

    page = Markup(answer.content.decode())
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "back in a moment" in page.one("h1").text
    assert page.one("a", **{"class": "number"}).attributes["href"] == "tel:+442079460018"
    assert PHONE in page.one("main").text
    assert page.one("meta", name="robots").attributes["content"] == "noindex"


def test_a_form_sent_while_the_database_is_away_is_not_said_to_have_arrived(
    tree: SiteTree, visitor: Client
) -> None:
    with database_fails(OperationalError("database is locked")):
        answer = visitor.post("/admin/login/", {"login": "ann", "password": "x"})

    assert answer.status_code == 503
    assert "what you typed should still be there" in answer.content.decode()


def test_an_error_of_ours_is_no_promise_to_be_back(tree: SiteTree, visitor: Client) -> None:
    with database_fails(DatabaseError("malformed")):
        answer = visitor.get("/")

    page = Markup(answer.content.decode())
    assert answer.status_code == 500
    assert "Retry-After" not in answer.headers
    assert PHONE in page.one("main").text


def test_a_request_that_makes_no_sense_is_told_the_number_too(
    tree: SiteTree, visitor: Client
) -> None:
    answer = visitor.get("/", headers={"host": "elsewhere.example"})

    assert answer.status_code == 400
    assert PHONE in Markup(answer.content.decode()).one("main").text


@pytest.mark.parametrize("left", [None, "", "[", "{}"])
def test_before_anything_was_written_down_the_page_stands_without_a_number(
    tree: SiteTree, visitor: Client, tmp_path: Path, left: str | None
) -> None:
    file = tmp_path / "errors" / "firm.json"
    file.unlink()
    if left is not None:
        file.write_text(left)

    with database_fails(OperationalError("database is locked")):
        answer = visitor.get("/")

    page = Markup(answer.content.decode())
    assert answer.status_code == 503
    assert page.one("h1").text
    assert page.all("a", **{"class": "number"}) == []


def test_the_page_for_the_proxy_says_the_number_and_needs_nothing_else(
    tree: SiteTree, tmp_path: Path
) -> None:
    text = (tmp_path / "errors" / "503.html").read_text()

    page = Markup(text)
    assert PHONE in page.one("main").text
    assert page.one("title").text == "Back in a moment – Acme"
    assert page.all("link") == page.all("script") == page.all("img") == []
    assert "url(" not in text
    assert re.search(r"<style>\s*:root", text)


def test_a_new_number_is_written_down_and_the_same_one_is_not_written_again(
    tree: SiteTree, tmp_path: Path
) -> None:
    file = tmp_path / "errors" / "503.html"
    before = file.stat().st_mtime_ns
    call_command("write_error_pages")
    assert file.stat().st_mtime_ns == before

    SiteSettings.objects.update(firm_name="Smith & <Sons>", phone="020 7946 0999")
    call_command("write_error_pages")

    assert "020 7946 0999" in file.read_text()
    assert "Smith &amp; &lt;Sons&gt;" in file.read_text()
    assert sorted(path.name for path in file.parent.iterdir()) == ["503.html", "firm.json"]


def test_the_worker_keeps_the_pages_up_to_date(settings: Any) -> None:
    assert settings.PERIODIC_JOBS["write_error_pages"] <= 60
