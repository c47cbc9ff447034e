"""What every answer tells browsers that they may do with it, whatever it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.db import OperationalError, connection
from django.test import Client

from tests.site_tree import SiteTree, make_article, make_site

ALWAYS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Content-Type-Options": "nosniff",
}
ANSWERS = {
    "/": 200,
    "/articles/one/": 200,
    "/articles.md": 200,
    "/sitemap.xml": 200,
    "/static/core/base.css": 200,
    "/articles": 301,
    "/never-was/": 404,
    "/a%00/": 400,
    "/thanks/forged/": 404,
    "/admin/": 302,
    "/admin/login/": 200,
}


@pytest.fixture
def tree(db: None, settings: Any, tmp_path: Path) -> SiteTree:
    settings.VAR_DIR = tmp_path
    tree = make_site()
    make_article(tree.index, slug="one")
    return tree


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False)


def policy(answer: Any) -> dict[str, set[str]]:
    """Return what a content security policy allows of each kind."""
    parts = [part.split() for part in answer.headers["Content-Security-Policy"].split(";")]
    return {name: set(sources) for name, *sources in parts}


@pytest.mark.parametrize(("address", "status"), ANSWERS.items())
def test_every_answer_has_them(tree: SiteTree, visitor: Client, address: str, status: int) -> None:
    answer = visitor.get(address)

    assert answer.status_code == status
    assert ALWAYS.items() <= dict(answer.headers).items()
    assert "camera=()" in answer.headers["Permissions-Policy"]
    assert policy(answer)["default-src"] == {"'none'"}
    assert policy(answer)["base-uri"] == {"'none'"}


def test_so_has_one_that_refuses_a_host_a_charset_a_form_or_fails(
    tree: SiteTree, visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = [
        visitor.get("/", headers={"host": "elsewhere.example"}),
        visitor.post("/quiz/begin/1/", b"x" * 70_000, content_type="text/plain"),
    ]
    with connection.execute_wrapper(_away):
        answers.append(visitor.get("/"))
    monkeypatch.setattr("core.models.SiteSettings.for_request", _broken)
    answers.append(visitor.get("/"))

    assert [answer.status_code for answer in answers] == [400, 413, 503, 500]
    for answer in answers:
        assert ALWAYS.items() <= dict(answer.headers).items()
        assert policy(answer)["script-src"] == {"'self'"}


@pytest.mark.parametrize("address", ["/", "/articles/one/", "/never-was/", "/a-quiz/"])
def test_a_public_page_runs_no_script_and_takes_no_style_but_from_our_files(
    tree: SiteTree, visitor: Client, address: str
) -> None:
    answer = visitor.get(address)

    allowed = policy(answer)
    assert allowed["script-src"] == allowed["style-src"] == allowed["connect-src"] == {"'self'"}
    assert allowed["frame-ancestors"] == {"'none'"}
    assert answer.headers["X-Frame-Options"] == "DENY"
    # Nobody is contacted but the player of a video, once it is asked for.
    assert allowed.pop("frame-src") == {"https://www.youtube-nocookie.com"}
    assert set.union(*allowed.values()) == {"'self'", "'none'"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "inline"),
    [("/admin/enquiry/", False), ("/admin/deliveries/", False), ("/admin/pages/", True)],
)
def test_in_the_admin_what_shows_the_words_of_visitors_runs_no_script_among_them(
    address: str, inline: bool
) -> None:
    user = User.objects.create_user("sam", is_superuser=True)
    user.groups.set(Group.objects.filter(name="Sales"))
    client = Client()
    client.force_login(user)

    answer = client.get(address)

    assert answer.status_code == 200
    assert ("'unsafe-inline'" in policy(answer)["script-src"]) is inline
    assert policy(answer)["frame-ancestors"] == {"'self'"}
    assert policy(answer)["default-src"] == {"'none'"}


def _away(*_: object) -> None:
    raise OperationalError("database is locked")


def _broken(*_args: object, **_named: object) -> None:
    raise RuntimeError("no settings")
