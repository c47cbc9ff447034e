"""What a spreadsheet opens is text, whoever wrote it and whichever list it was exported from."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect

from core.spreadsheets import as_text


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "\0=1",
        " =1",
        "\u00a0=1",
        "＝1",
        "＠A1",
    ],
)
def test_what_begins_as_a_formula_does_is_text(text: str) -> None:
    assert as_text(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "a=1", "Ann-Lee", "020 7946 0018", "'=1"])
def test_what_does_not_is_left_alone(text: str) -> None:
    assert as_text(text) == text


@pytest.mark.django_db
def test_wagtails_own_exports_are_text_too(client: Client) -> None:
    client.force_login(User.objects.create_superuser("admin"))
    Redirect.objects.create(
        old_path="/old", redirect_link="=HYPERLINK(1)", created_at=timezone.now()
    )

    answer = client.get("/admin/redirects/?export=csv")

    assert "'=HYPERLINK(1)" in b"".join(answer).decode()
