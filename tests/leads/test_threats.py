"""Threats of docs/security.md that belong to no room alone."""

from __future__ import annotations

import json
import logging
import os
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from leads.delivery import registry
from leads.models import Enquiry, QuizPage
from tests.factories import make_delivery, make_enquiry
from tests.site_tree import SiteTree, make_article, make_site
from tests.visitor import Visitor, contact_step, enquire, take_quiz

pytestmark = pytest.mark.django_db
NAUGHTY = json.loads(
    (Path(__file__).parent / "capture" / "naughty.json").read_text(encoding="utf-8")
)
BREAKING = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg onload=alert(1)>",
    "</textarea><script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "javascript:alert(1)",
    "{{ 7|add:7 }}{% csrf_token %}",
    "<a href='data:text/html,x'>x</a>",
    *(text for text in NAUGHTY if set(text) & set("<>\"'&")),
]
TOKEN = "s3cret-t0ken-of-a-crm"


@pytest.fixture
def tree(db: None) -> SiteTree:
    tree = make_site()
    make_article(tree.index, slug="one")
    return tree


class Shape(HTMLParser):
    """The tags of a page, the names of their attributes, and where they lead."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, tuple[str, ...]]] = []
        self.schemes: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, tuple(name for name, _ in attrs)))
        for name, value in attrs:
            if name in {"href", "src", "action", "formaction"} and ":" in (value or ""):
                self.schemes.add((value or "").partition(":")[0].strip().lower())


def looked_at(member: Client, enquiry: Enquiry) -> list[Shape]:
    """What an enquiry looks like wherever it is shown."""
    addresses = [
        reverse("enquiry:index"),
        reverse("enquiry:inspect", args=[enquiry.pk]),
        reverse("outgoing:index"),
    ]
    return [Shape(member.get(each).content.decode()) for each in addresses]


def filled(text: str) -> dict[str, Any]:
    """An enquiry's fields, each with this text in it."""
    names = ("name", "company", "message", "phone_typed", "quiz", "result", "article")
    return {
        **dict.fromkeys(names, text),
        "answers": [{"question_id": "q1", "question": text, "answer": text}],
        "attribution": {
            "first": {"utm_source": text, "utm_campaign": text},
            "landing": text,
            "referrer": text,
        },
    }


def test_whatever_visitors_write_the_admin_has_the_same_elements_as_with_plain_words() -> None:
    user = User.objects.create_superuser("admin")
    user.groups.set(Group.objects.filter(name="Sales managers"))
    member = Client()
    member.force_login(user)
    enquiry = make_enquiry(**filled("plain"))
    make_delivery(enquiry=enquiry, state="dead", error=next(iter(_errors())))
    plain = looked_at(member, enquiry)

    for text in (" ".join(each) for each in (BREAKING[::3], BREAKING[1::3], BREAKING[2::3])):
        Enquiry.objects.filter(pk=enquiry.pk).update(**filled(text))
        for usual, found in zip(plain, looked_at(member, enquiry), strict=True):
            new = [tag for tag in found.tags if tag not in usual.tags]
            assert new == [], text
            assert found.schemes <= {"http", "https", "tel", "mailto"}, text


def _errors() -> list[str]:
    from leads.models import Cause

    return [str(each.value) for each in Cause]


def test_a_page_is_deleted_and_what_was_sent_from_it_stays(quiz: QuizPage) -> None:
    visitor = Visitor()
    enquire(visitor, take_quiz(visitor, quiz.url))
    before = Enquiry.objects.values("answers", "quiz", "result", "article", "message").get()

    for page in Page.objects.filter(depth=3).specific():
        page.delete()

    assert Enquiry.objects.values("answers", "quiz", "result", "article", "message").get() == before


def test_what_a_form_does_not_ask_is_not_taken_and_points_are_counted_here(quiz: QuizPage) -> None:
    visitor = Visitor()
    result = take_quiz(visitor, quiz.url)
    form = visitor.get(contact_step(result)).form("email")
    forged = {"score": "999", "max_score": "1", "held": "0", "is_test": "1", "person": "1"}

    visitor.submit(form, name="Ann Lee", email="ann@acme.example", **forged)

    enquiry = Enquiry.objects.get()
    assert (enquiry.is_test, enquiry.score <= enquiry.max_score) == (False, True)
    assert enquiry.score != 999


HOSTILE = {"x-forwarded-host": "evil.example", "x-original-url": "/admin/"}


@pytest.mark.parametrize("address", ["/", "/articles/", "/articles/one/", "/about/"])
def test_nothing_but_the_address_has_a_part_in_what_a_cache_keeps(
    tree: SiteTree, address: str
) -> None:
    plain = Client().get(address)

    for query in ("", "?utm_source=<script>alert(1)</script>", "?_x=1"):
        poisoned = Client().get(address + query, headers=HOSTILE)
        assert poisoned.content == plain.content
    assert Client().get(f"{address}x.css").status_code == 404
    assert Client().get(f"{address}x.css").headers.get("Cache-Control", "") != "public"


def test_a_host_that_is_not_ours_is_refused_at_every_kind_of_address(tree: SiteTree) -> None:
    addresses = [
        *("/", "/articles/one/", "/articles.md", "/sitemap.xml", "/robots.txt", "/llms.txt"),
        *("/feeds/articles.atom", "/quiz/x/", "/thanks/x/", "/documents/1/x/", "/never-was/"),
        *("/admin/", "/admin/login/", "/admin/password/reset/", "/admin/2fa/", "/a-quiz/"),
    ]

    answers = {each: Client().get(each, headers={"host": "evil.example"}) for each in addresses}

    assert {each: answer.status_code for each, answer in answers.items()} == dict.fromkeys(
        addresses, 400
    )
    assert not any(b"evil.example" in answer.content for answer in answers.values())


def test_no_credential_is_in_the_database_the_admin_a_log_or_a_repr(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    admin = Client()
    admin.force_login(User.objects.create_superuser("admin"))
    registry.load({"CRM_URL": f"hubspot+http://{TOKEN}@127.0.0.1:9?name=main"})
    try:
        make_delivery(destination="main")
        shown = [admin.get(each) for each in ("/admin/", "/admin/deliveries/", "/admin/reports/")]
        told = " ".join([repr(registry.destinations()), caplog.text, *map(_text, shown)])
    finally:
        registry.load(os.environ)

    assert "main" in told
    assert TOKEN not in told
    assert TOKEN not in dumped()


def _text(answer: Any) -> str:
    return str(answer.content.decode())


def dumped() -> str:
    """Every row of every table."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        rows = [
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(each)}").fetchall()  # noqa: S608
            for each in tables
        ]
    return str(rows)


def test_nothing_of_a_person_is_in_a_log_a_cache_or_an_address(
    quiz: QuizPage, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    sentinel = {
        "name": "Zoe Quillfeather",
        "email": "zoe.quillfeather@acme.example",
        "message": "Quillfeather wrote this.",
    }
    visitor = Visitor()
    result = take_quiz(visitor, quiz.url)

    form = visitor.get(contact_step(result)).form("email")
    visitor.submit(form, **{**sentinel, "email": "quillfeather at acme"})  # a mistake first
    enquire(visitor, result, **sentinel)

    assert Enquiry.objects.get().name == sentinel["name"]
    caplog.handler.flush()
    kept = getattr(cache, "_cache", {})
    told = [caplog.text, str(kept), *(page.url for page in visitor.pages)]
    assert not any("quillfeather" in each.lower() for each in told)


@pytest.mark.parametrize(
    "elsewhere",
    [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "https:evil",
    ],
)
def test_no_address_of_the_site_leads_to_another_one(tree: SiteTree, elsewhere: str) -> None:
    for address in ("/", "/admin/login/", "/_util/login/", "/a-quiz/", "/quiz/begin/1/"):
        for name in ("next", "return_url", "url", "to"):
            answer = Client().get(address, {name: elsewhere})
            location = answer.headers.get("Location", "")
            assert location.startswith("/") or not location, (address, location)
            assert not location.startswith(("//", "/\\"))
